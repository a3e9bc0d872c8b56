import { FACT_FILES, readFacts, simulateIndustry, type SimulatedIndustry, type SimulationOptions } from '../industry/index.ts';
import type { JsonObject } from '../epcis/index.ts';
import type { Application } from './application.ts';
import type { Progress } from './capture/capture-lines.ts';
import { prepareEvents, type PreparedEvent } from './capture/prepare.ts';
import { loadRegistry } from './load-registry.ts';
import type { ReadData } from './package-data.ts';

/**
 * A simulated year of the industry.
 * @throws RangeError when year, seed or scale is out of range
 */
export function simulateYear(readData: ReadData, options: SimulationOptions): SimulatedIndustry {
  return simulateIndustry(readFacts(Object.fromEntries(FACT_FILES.map((name) => [name, readData(name)]))), options);
}

const EVENTS_PER_UNIT = 250;

/**
 * Records a simulated year: its registry, then its events as they would come, through the same checks as anybody's. What is on record
 * already is not recorded twice, so a loading that was cut short can be run again.
 * @throws the reason of `stop` when it is aborted
 */
export async function recordSimulatedYear(
  app: Application,
  simulated: SimulatedIndustry,
  stop: AbortSignal,
  progress: Progress,
): Promise<void> {
  await loadRegistry(app, JSON.stringify(simulated.registry));
  let unit: JsonObject[] = [];
  let sent = Promise.resolve<unknown>(undefined);
  let done = 0;
  const send = async (): Promise<void> => {
    const events = prepared(unit, simulated, app.now());
    await sent;
    stop.throwIfAborted();
    sent = app.committer.submit({ events, behaviour: 'proceed', captor: app.viewer });
    done += unit.length;
    unit = [];
    progress(done);
  };
  for (const event of simulated.events) {
    unit.push(event);
    if (unit.length >= EVENTS_PER_UNIT) await send();
  }
  await send();
  await sent;
}

function prepared(events: readonly JsonObject[], simulated: SimulatedIndustry, nowMs: number): PreparedEvent[] {
  const context = simulated.context as unknown as JsonObject[];
  const results = prepareEvents(
    events.map((event) => ({ event, context, path: '$' })),
    nowMs,
  );
  return results.map((result) => {
    if (!('problems' in result)) return result;
    throw new Error(`the simulator made an event that is not valid: ${JSON.stringify(result.problems[0])}`);
  });
}
