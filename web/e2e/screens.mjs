// Takes every screen in both widths and themes, and fails on any console error
// or accessibility finding: node e2e/screens.mjs [folder]
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { serve } from "./demo.mjs";

const folder = process.argv[2] ?? "test-results/screens";
await mkdir(folder, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const problems = [];

for (const width of [1440, 390]) {
  for (const colorScheme of ["light", "dark"]) {
    const server = await serve();
    const fresh = await serve({ empty: true });
    const context = await browser.newContext({
      viewport: { width, height: width > 600 ? 900 : 844 },
      colorScheme,
      timezoneId: "Europe/Lisbon",
      locale: "en-GB",
      hasTouch: width < 600,
      isMobile: width < 600,
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" && !/401|409|net::ERR/.test(message.text()))
        problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    const shot = async (name) => {
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const found of violations)
        problems.push(
          `${name} ${width} ${colorScheme}: ${found.id} ${found.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`,
        );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) problems.push(`${name} ${width}: scrolls sideways`);
    };

    await page.goto(`${fresh.url}/setup#token`);
    await page.getByRole("button", { name: "Begin" }).waitFor();
    await shot("setup");
    await page.goto(`${server.url}/login`);
    await page.getByLabel("Email").fill("ana@example.com");
    await page.getByLabel("Password").fill("password words");
    await shot("login");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("Review the pricing page").waitFor();
    await page.waitForTimeout(2600);
    await shot("list");
    await page.keyboard.press("c");
    await page.keyboard.type("review pricing page by fri 3pm high #launch");
    await page.getByText("due Friday").waitFor();
    await shot("quick-add");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
    await page.keyboard.type("one more thing high");
    await page.getByText("High", { exact: false }).first().waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.press("Enter");
    await page.getByText("Which one steps down?").waitFor();
    await shot("slot-full");
    await page.getByRole("dialog").getByRole("button", { name: "Interview brief" }).click();
    await page.waitForTimeout(300);
    await page.getByRole("link", { name: "Freeze the 4.2 release notes" }).click();
    await page.getByText("Translation has a slot").waitFor();
    await shot("task");
    await page.goto(`${server.url}/people`);
    await page.getByText("Kenji Mori").waitFor();
    await shot("people");
    await page.goto(`${server.url}/people/lea`);
    await page.getByText("Icons for the onboarding mail").waitFor();
    await shot("report");
    await page.goto(`${server.url}/settings`);
    await page.getByRole("button", { name: "Log out" }).waitFor();
    await shot("settings");
    await context.close();
    server.close();
    fresh.close();
  }
}

await browser.close();
for (const problem of new Set(problems)) console.error(problem);
process.exit(problems.length ? 1 : 0);
