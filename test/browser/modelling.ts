import assert from 'node:assert/strict';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';

/** The separation workbench: cases are solved in the browser while they are typed. */
export function modelling(house: () => House): void {
  inChromium(
    'a case is solved as it opens, and anew as a number is turned; its profile is drawn, with its table beside',
    async () => {
      await using visit = await house().visit('/');
      await visit.page.getByRole('navigation').getByRole('link', { name: '分离工艺' }).click();
      await visit.arrivesAt('分离工艺台');
      await solved(visit, '求得');
      const purity = await rowOf(visit, '负载有机相', 'Nd');
      assert.match(purity, /99\.97/);
      const profile = visit.tile('各级剖面');
      await profile.locator('canvas').first().waitFor();
      await profile.getByText('表', { exact: true }).click();
      await profile.getByRole('columnheader', { name: 'Nd mol/L' }).waitFor();
      await visit.page.getByLabel('洗酸 · 流量 L/h').fill('1.6');
      await visit.page.waitForFunction(
        (before) => {
          const rows = [...document.querySelectorAll('tr')].map((row) => row.textContent);
          const now = rows.find((row) => row.includes('负载有机相') && row.includes('Nd'));
          return now !== undefined && !now.includes(before);
        },
        /99\.97\d*/.exec(purity)![0],
      );
      visit.assertNoErrors();
    },
  );

  inChromium('what has no answer is told by name and place; the other examples have one', async () => {
    await using visit = await house().visit('/separation', 'en');
    await solved(visit, 'Solved');
    await visit.page.getByLabel('stages', { exact: true }).fill('0');
    await visit.page.locator('.verdict').filter({ hasText: 'Stages are whole numbers from 1 to 400' }).waitFor();
    await solveEveryExample(visit);
    await visit.page.getByLabel('Begin with').selectOption({ label: 'La, Ce | Pr, Nd, Sm: design of a cut' });
    await visit.page.getByRole('button', { name: 'Open as a cascade' }).click();
    await visit.tile('Profile over the stages').locator('canvas').first().waitFor();
    await visit.page.getByLabel('Begin with').selectOption('flowsheet');
    await visit.tile('Flowsheet').locator('canvas').first().waitFor();
    await visit.page.getByLabel('Begin with').selectOption({ label: 'Start-up and a change of feed (through time)' });
    await visit.tile('Through time').locator('canvas').first().waitFor();
    await visit.page.getByRole('slider', { name: 'Hour' }).fill('20');
    await visit.page.getByRole('heading', { name: /Profile over the stages at hour/ }).waitFor();
    const answer = await visit.download(visit.page.getByRole('button', { name: 'Save the answer (JSON)' }));
    assert.equal((JSON.parse(answer.toString('utf8')) as { status: string }).status, 'solved');
    assert.deepEqual(await visit.violations(), []);
    visit.assertNoErrors();
  });

  inChromium('the case can be written as JSON', async () => {
    await using visit = await house().visit('/separation', 'en');
    await solved(visit, 'Solved');
    await visit.page.getByText('The whole case (JSON)').click();
    const text = visit.page.getByRole('textbox', { name: 'The whole case (JSON)' });
    await text.fill('{"unit": "cascade", ');
    await visit.page.locator('.verdict').filter({ hasText: 'The form is wrong' }).waitFor();
    await text.fill(
      JSON.stringify({
        unit: 'cascade',
        stages: 1,
        components: { Nd: { charge: 0, law: { model: 'constant', D: 1 } } },
        aqueousFeeds: [{ stage: 1, litrePerHour: 1, concentrations: { Nd: 1 } }],
        organicFeeds: [{ stage: 1, litrePerHour: 1 }],
      }),
    );
    await solved(visit, 'Solved');
    assert.match(await rowOf(visit, 'Raffinate', 'Nd'), /50/);
    visit.assertNoErrors();
  });
}

/** What takes seconds is asked of the server. */
export function optimising(house: () => House): void {
  inChromium('the optimum of a case is found, and opened as a case', async () => {
    await using visit = await house().visit('/separation');
    await visit.page.getByLabel('从算例开始').selectOption('optimisation');
    await visit.page.getByRole('button', { name: '求最优' }).click();
    await visit.page.getByRole('status').filter({ hasText: '成本：' }).waitFor();
    const variables = visit.tile('可调参数的最优值');
    assert.equal(await variables.getByRole('row').count(), 5);
    assert.equal(await visit.tile('必须满足的条件').getByRole('row').count(), 3);
    assert.deepEqual(await visit.violations(), []);
    const stages = await variables.getByRole('row').filter({ hasText: '级数' }).getByRole('cell').nth(3).innerText();
    await visit.page.getByRole('button', { name: '打开最优算例' }).click();
    assert.equal(await visit.page.getByLabel('级数', { exact: true }).inputValue(), stages);
    await solved(visit, '求得');
    visit.assertNoErrors();
  });

  inChromium('controllers are compared, with what each did; a blend is planned, or refused with the reason', async () => {
    await using visit = await house().visit('/separation', 'en');
    await visit.page.getByLabel('Begin with').selectOption('control');
    await visit.page.getByRole('button', { name: 'Compare controllers' }).click();
    await visit.tile('What was measured').locator('canvas').first().waitFor();
    assert.equal(await visit.tile('What each controller made of the same upsets').getByRole('row').count(), 4);
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByLabel('Begin with').selectOption({ label: PLAN });
    await visit.page.getByRole('button', { name: 'Find the cheapest blend' }).click();
    await visit.page.getByRole('status').filter({ hasText: '1 000 kg at a cost of' }).waitFor();
    assert.equal(await visit.tile('What is taken of each lot').getByRole('row').count(), 3);
    visit.assertNoErrors();
    await visit.page.getByText('The whole case (JSON)').click();
    const text = visit.page.getByRole('textbox', { name: 'The whole case (JSON)' });
    await text.fill((await text.inputValue()).replace(/"kilogram": 1000/, '"kilogram": 100000'));
    await visit.page.getByRole('button', { name: 'Find the cheapest blend' }).click();
    await visit.page.getByRole('alert').waitFor();
    assert.deepEqual(await visit.violations(), []);
  });
}

/** Cases side by side. */
export function comparingCases(house: () => House): void {
  inChromium('a case that is kept stands beside the one that it was turned into', async () => {
    await using visit = await house().visit('/separation', 'en');
    await solved(visit, 'Solved');
    await visit.page.getByRole('button', { name: 'Keep to compare' }).click();
    await visit.page.getByLabel('scrub acid · flow L/h').fill('1.6');
    const comparison = visit.tile('Compared with the kept case');
    await comparison.getByRole('cell', { name: 'aqueousFeeds[1].litrePerHour' }).waitFor();
    const purity = comparison.getByRole('row').filter({ hasText: 'Loaded organic' }).filter({ hasText: 'purity %' });
    assert.match(await purity.filter({ hasText: 'Nd' }).innerText(), /99\.97.*99\.99/s);
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByRole('button', { name: 'Sensitivities' }).click();
    const sensitivities = visit.tile('Sensitivities');
    await sensitivities.locator('canvas').first().waitFor();
    await sensitivities.getByText('Table', { exact: true }).click();
    await sensitivities.getByRole('cell', { name: 'scrub acid · flow L/h' }).waitFor();
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByRole('button', { name: 'Stop comparing' }).click();
    await comparison.waitFor({ state: 'detached' });
    visit.assertNoErrors();
  });
}

/** A flowsheet from one unit on, by the page's own means. */
export function buildingFlowsheets(house: () => House): void {
  inChromium('a flowsheet is built unit by unit, its streams connected by phase', async () => {
    await using visit = await house().visit('/separation', 'en');
    await solved(visit, 'Solved');
    await visit.page.getByLabel('Begin with').selectOption('dissolution');
    await solved(visit, 'Solved');
    await visit.page.getByRole('button', { name: 'Build a flowsheet from this unit' }).click();
    await visit.page.getByText('Edit the flowsheet: units and connections').click();
    await visit.page.getByRole('combobox', { name: 'Unit' }).selectOption('salt-precipitation');
    await visit.page.getByLabel('Name', { exact: true }).fill('oxalate');
    await visit.page.getByRole('button', { name: 'Add the unit' }).click();
    await visit.page.getByRole('combobox', { name: 'From' }).selectOption('dissolution/liquor');
    await visit.page.getByRole('combobox', { name: 'To' }).selectOption('oxalate/liquid');
    await visit.page.getByRole('button', { name: 'Connect', exact: true }).click();
    const flowsheet = visit.tile('Flowsheet');
    await flowsheet.getByText('Table', { exact: true }).click();
    await flowsheet.getByRole('row').filter({ hasText: 'between units' }).filter({ hasText: 'oxalate' }).waitFor();
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByRole('button', { name: 'Remove oxalate' }).click();
    await flowsheet.getByRole('row').filter({ hasText: 'between units' }).waitFor({ state: 'detached' });
    visit.assertNoErrors();
  });
}

/** Every case that comes with the program has an answer. */
/** The example that the server answers when it is asked to. */
const PLAN = 'Pr Nd oxides blended at least cost';

async function solveEveryExample(visit: Visit): Promise<void> {
  const examples = await visit.page.getByLabel('Begin with').locator('option').allInnerTexts();
  assert.equal(examples.length, 37);
  for (const example of examples.filter((each) => each !== PLAN)) {
    await visit.page.getByLabel('Begin with').selectOption({ label: example });
    await solved(visit, 'Solved');
  }
}

async function solved(visit: Visit, word: string): Promise<void> {
  await visit.page.getByRole('status').filter({ hasText: word }).waitFor();
}

async function rowOf(visit: Visit, stream: string, component: string): Promise<string> {
  const row = visit.page.getByRole('row').filter({ hasText: stream }).filter({ hasText: component }).first();
  await row.waitFor();
  return row.innerText();
}
