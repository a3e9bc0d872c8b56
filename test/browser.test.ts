/** The web app in a real Chromium, over a real server: the simulated year, a small world to write to, and an empty record. */
import { after, before, describe } from 'node:test';
import { balancing } from './browser/balancing.ts';
import { belonging } from './browser/belonging.ts';
import { capturing } from './browser/capturing.ts';
import { accounting } from './browser/accounting.ts';
import { flagging } from './browser/flagging.ts';
import { finding } from './browser/finding.ts';
import { buildingFlowsheets, comparingCases, modelling, optimising } from './browser/modelling.ts';
import { judging } from './browser/judging.ts';
import { looking } from './browser/looking.ts';
import { proving } from './browser/proving.ts';
import { disclosing, regulating } from './browser/regulating.ts';
import { reading } from './browser/reading.ts';
import { scanning } from './browser/scanning.ts';
import { steering } from './browser/steering.ts';
import { tracing } from './browser/tracing.ts';
import { troubles } from './browser/troubles.ts';
import { House, Setting } from './support/browser.ts';
import { chromiumPath } from './support/environment.ts';
import { Bench } from './support/ree-events.ts';

describe('the web app in Chromium', { concurrency: 2 }, () => {
  let setting: Setting | undefined;
  let year: House | undefined;
  let small: House | undefined;

  before(async () => {
    const path = chromiumPath({ skip: () => undefined });
    if (path === undefined) return;
    setting = await Setting.make(path);
    year = await House.ofSimulatedYear(setting);
    small = await House.over(setting, (await Bench.open()).app);
  });

  after(async () => {
    await year?.[Symbol.asyncDispose]();
    await small?.[Symbol.asyncDispose]();
    await setting?.[Symbol.asyncDispose]();
  });

  /** What `before` made; only asked for by tests that were not skipped. */
  function made<T>(thing: T | undefined): T {
    if (thing === undefined) throw new Error('the set-up of the browser tests did not end');
    return thing;
  }

  const theYear = (): House => made(year);
  reading(theYear);
  finding(theYear);
  balancing(theYear);
  judging(() => made(setting), theYear);
  flagging(() => made(setting));
  regulating(() => made(setting));
  disclosing(() => made(setting));
  accounting(theYear);
  steering(theYear);
  tracing(theYear);
  scanning(theYear);
  proving(theYear);
  modelling(theYear);
  optimising(theYear);
  comparingCases(theYear);
  buildingFlowsheets(theYear);
  looking(theYear);
  capturing(() => made(small));
  belonging(() => made(setting), theYear);
  troubles(() => made(setting));
});
