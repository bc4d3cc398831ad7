// A browser that keeps nothing says so, with what to do about it.
import { house } from "./rig.mjs";

const refusing = {
  // As where cookies and site data are blocked.
  storage: () => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  },
  database: () => {
    indexedDB.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  },
};

export const barred = {
  async "a browser that keeps nothing says what to allow, and goes on when it is allowed"() {
    const { people } = await house([["Ana Sousa", "ana@example.com", "Europe/Lisbon"]]);
    const [ana] = people;
    await ana.put("there all the while");
    for (const script of Object.values(refusing)) {
      const page = await ana.context.newPage();
      await page.addInitScript(script);
      await page.goto(ana.url);
      await page.getByRole("heading", { name: "This browser keeps nothing" }).waitFor();
      await page.getByText("Allow site data for this address").waitFor();
      await page.close();
    }
    await ana.open();
    await ana.row("there all the while").waitFor();
  },
};
