// No accessibility finding on what is on screen now.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";

export async function accessible(page, name) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${name}: ${id} ${node.html.slice(0, 160)}`),
  );
  assert.deepEqual(found, []);
}
