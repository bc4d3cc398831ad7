// A small company for the fake API: Ben in Denver, Ana in Lisbon and her list, Kenji in Tokyo, Léa in Paris.

export function seed({ state, person, task, tell, inDays, now }) {
  person("ben", "Ben Okafor", "ben@example.com", "Head of product", null, "America/Denver", "owner");
  person("ana", "Ana Sousa", "ana@example.com", "Product marketing", "ben");
  person("kenji", "Kenji Mori", "kenji@example.com", "Research", "ben", "Asia/Tokyo");
  person("lea", "Léa Martin", "lea@example.com", "Design", "ana", "Europe/Paris");
  const asked = { asked_by_id: "ben" };
  task("t-freeze", "Freeze the 4.2 release notes", {
    ...asked,
    level: "urgent",
    status: "in_progress",
    due_date: inDays(0),
    due_time: "15:00",
    due_at: `${inDays(0)}T15:00:00.000Z`,
    comment_count: 2,
    body: "The **final** wording goes to translation at three.\n\n- pricing footnote\n- thanks to the beta teams",
  });
  task("t-price", "Review the pricing page", {
    ...asked,
    level: "high",
    due_date: inDays(2),
    labels: ["launch"],
    checklist: [
      { id: "c1", text: "Numbers agree with finance", done: true },
      { id: "c2", text: "Footnotes", done: false },
    ],
  });
  task("t-brief", "Interview brief for the two research candidates", {
    level: "high",
    due_date: inDays(-2),
    overdue_at: `${inDays(-1)}T09:00:00.000Z`,
  });
  task("t-forecast", "Forecast update for the Iberian accounts", {
    ...asked,
    due_date: inDays(5),
    moved: { by_id: "ben", reason: "finance closes on Monday", at: now(), level: "low", after_id: null },
  });
  task("t-case", "Draft the case study with Fábrica do Porto", {
    status: "blocked",
    waiting_for: { text: "their legal review", person_id: null, task_ids: [] },
    labels: ["customers"],
  });
  task("t-tone", "Shorten the tone-of-voice guide to one page", {});
  task("t-alt", "Alternative texts for the new screenshots", { level: "low", labels: ["docs"] });
  task("t-archive", "Archive last year's campaign folders", { level: "low" });
  task("t-ask", "Two quotes for the Tokyo press kit", {
    asked_by_id: "kenji",
    status: "triage",
    rank: null,
    due_date: inDays(6),
  });
  task("t-lea", "Icons for the onboarding mail", {
    owner_id: "lea",
    asked_by_id: "ana",
    level: "high",
    due_date: inDays(3),
  });
  for (let i = 0; i < 6; i++)
    task(
      `t-b${i}`,
      [
        "Plan the offsite agenda",
        "Budget for the second half",
        "Answer the board's questions",
        "Write Kenji's growth plan",
        "Read the churn interviews",
        "Say no to the trade fair",
      ][i],
      { owner_id: "ben", asked_by_id: "ben", level: i ? "medium" : "high" },
    );
  state.comments.push(
    {
      id: "k1",
      task_id: "t-freeze",
      author_id: "ben",
      body: "Translation has a slot until five, so three is comfortable.",
      body_html: "<p>Translation has a slot until five, so three is comfortable.</p>",
      mention_ids: [],
      on: inDays(-1),
      created_at: null,
      revision: 1,
    },
    {
      id: "k2",
      task_id: "t-freeze",
      author_id: "ana",
      body: "Good. The footnote is the only open line.",
      body_html: "<p>Good. The footnote is the only open line.</p>",
      mention_ids: [],
      on: inDays(0),
      created_at: now(),
      revision: 2,
    },
  );
  tell("t-freeze", "ben", "created", "Ben asked for this");
  tell("t-freeze", "ben", "due", "Ben moved the date from Thu to today (scope), before it had passed");
  tell("t-freeze", "ana", "started", "Ana started");
}
