// The real server on an empty folder, with twelve people in six zones, and two
// whose names are long or go from right to left.
import { password, Server } from "./rig.mjs";

const day = (start, end) => [{ start, end }];
const week = (hours, friday = hours) => ({
  ...Object.fromEntries(["mon", "tue", "wed", "thu"].map((name) => [name, day(...hours)])),
  fri: day(...friday),
  sat: [],
  sun: [],
});

const people = [
  ["ben", "Ben Okafor", "Head of product", "America/Denver", "olga"],
  ["ines", "Inês Carvalho", "Head of engineering", "Europe/Lisbon", "olga", "admin"],
  ["ana", "Ana Sousa", "Product marketing", "Europe/Lisbon", "ben"],
  ["kenji", "Kenji Mori", "Research", "Asia/Tokyo", "ben"],
  ["lea", "Léa Martin", "Design", "Europe/Paris", "ana"],
  ["priya", "Priya Raghunathan", "Backend engineer", "Asia/Kolkata", "ines"],
  ["tom", "Tom Whitfield", "Platform engineer", "America/New_York", "ines"],
  ["marta", "Marta Kowalska-Wiśniewska", "Support lead", "Europe/Berlin", "ines"],
  ["david", "David Nguyen", "Night operations", "America/New_York", "tom"],
  ["sofia", "Sofía Álvarez", "Customer success", "Europe/Lisbon", "marta"],
  ["yuki", "Yuki Tanaka", "QA engineer", "Asia/Tokyo", "priya"],
];

/** They have been added and not invited. */
const unusual = [
  ["maryam", "مريم بنت عبد الرحمن الهاشمي", "مديرة الشراكات", "Asia/Dubai"],
  [
    "annegret",
    "Annegret-Friederike Wollenweber-Schlüsselmüller zu Überlingen",
    "Datenschutz-Folgenabschätzungsbeauftragte",
    "Europe/Berlin",
  ],
];

/** A company on a server of its own; everything in it is made by the API. */
export async function company() {
  const server = new Server();
  await server.start();
  const ids = {};
  const cookies = {};
  async function api(who, method, path, body) {
    const told = await server.ask(method, path, body, who ? cookies[who] : "");
    if (told.status >= 300) throw new Error(`${method} ${path}: ${told.status} ${JSON.stringify(told.body)}`);
    return { answer: told.body, cookie: told.cookie };
  }
  function enter(key, { answer, cookie }) {
    ids[key] = answer.person.id;
    cookies[key] = cookie;
  }
  const token = server.setupLink.split("#")[1];
  const first = { token, workspace: "North Trail", name: "Olga Petrov", email: "olga@example.com" };
  enter("olga", await api(null, "POST", "/setup", { ...first, password, time_zone: "Europe/Berlin" }));
  for (const [key, name, title, time_zone, manager, role = "member"] of people) {
    const invited = { name, title, role, time_zone, email: `${key}@example.com`, manager_id: ids[manager] };
    const { answer } = await api("olga", "POST", "/invitations", invited);
    const accepted = { token: answer.link.split("#")[1], name, password, time_zone };
    enter(key, await api(null, "POST", "/invitations/accept", accepted));
  }
  for (const [key, name, title, time_zone] of unusual) {
    const person = { name, title, time_zone, email: `${key}@example.com`, manager_id: ids.ben };
    ids[key] = (await api("olga", "POST", "/people", person)).answer.id;
  }
  const change = (key, patch) => api(key, "PATCH", `/people/${ids[key]}`, patch);
  const hours = { ...week(["08:30", "17:00"], ["08:30", "13:00"]) };
  hours.tue = [...day("08:30", "12:30"), ...day("14:00", "18:30")];
  const { answer: ana } = await api("ana", "GET", `/people/${ids.ana}`);
  await change("ana", {
    working_hours: hours,
    focus: [{ days: ["mon", "wed", "thu"], start: "08:30", end: "11:00" }],
    holiday_region: "PT",
    how_to_work:
      "I think best **in the morning**.\n\n- A date is better than “soon”.\n- Tell me who waits for it.",
    how_to_work_version: ana.how_to_work_version,
  });
  await change("kenji", { working_hours: week(["10:00", "19:00"]), holiday_region: "JP" });
  await change("priya", { working_hours: week(["11:00", "20:00"]), holiday_region: "IN" });
  await change("david", {
    working_hours: { ...week(["22:00", "06:00"]), fri: [], sun: day("22:00", "06:00") },
  });
  const teams = [
    ["Product", "ben", ["ben", "ana", "kenji", "lea"]],
    ["Engineering", "ines", ["ines", "priya", "tom", "yuki", "david"]],
    ["Customers", "marta", ["marta", "sofia", "ana"]],
  ];
  for (const [name, lead, members] of teams) {
    const team = { name, lead_id: ids[lead], person_ids: members.map((key) => ids[key]) };
    await api("olga", "POST", "/teams", team);
  }
  const inDays = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
  await api("ana", "POST", `/people/${ids.ana}/time-off`, { starts_on: inDays(12), ends_on: inDays(19) });
  await api("olga", "POST", "/holidays", { date: inDays(33), name: "Company winter break" });
  return { server, url: server.url, ids, cookies, api, inDays };
}
