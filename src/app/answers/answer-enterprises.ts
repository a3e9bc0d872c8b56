import { dateOf } from '../../ledger/index.ts';
import { capacityOn, structureOn, type LifeEvent, type Organisation, type Standing } from '../../registry/index.ts';
import type { EnterpriseRow, EnterprisesAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import type { World } from '../world.ts';
import { askOfAll, type AskedMoment } from './moment.ts';
import { organisationRef } from './references.ts';

/** Who makes up the industry on a day: every organisation with its standing, mines and separation enterprises in groups, capacity. */
export function answerEnterprises(app: Application, question: AskedMoment): Promise<EnterprisesAnswer> {
  return askOfAll(app, question, async ({ moment, world, asOf }) => {
    const { registry } = world.registry;
    const day = dateOf(asOf ?? app.now());
    const { mines, separationEnterprises, standings } = structureOn(registry, day);
    return Promise.resolve({
      moment,
      day,
      mines,
      separationEnterprises,
      capacity: capacityOn(registry, day),
      enterprises: registry.organisations.map((organisation) => rowOf(world, organisation, standings.get(organisation.id)!)),
    });
  });
}

function rowOf(world: World, organisation: Organisation, { state, group, into }: Standing): EnterpriseRow {
  return {
    ...organisationRef(world, organisation),
    group,
    state,
    into,
    history: (organisation.history ?? []).map((event) => ({ what: event.what, on: event.on, other: otherOf(event) })),
  };
}

function otherOf(event: LifeEvent): string | null {
  switch (event.what) {
    case 'joined':
    case 'left':
      return event.group;
    case 'merged':
      return event.into;
    case 'split':
      return event.from;
    case 'founded':
    case 'closed':
      return null;
  }
}
