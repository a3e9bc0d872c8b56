import { standingOn, type Organisation } from '../../registry/index.ts';
import type { EnterpriseList, ListedEnterprise } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { quotasOfYear, yearOfRecord } from './answer-quotas.ts';
import { askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { nameOrId } from './references.ts';

const STAGES = [
  ['mining', 'mine'],
  ['separation', 'separation'],
] as const;

/**
 * The list of enterprises that mine or separate in a year, as it is published in the first quarter of the next, for everybody: those that were active at
 * its end, with what they were granted. Who drew on quotas of the year and is not on it is told as missing.
 */
export function answerEnterpriseList(
  app: Application,
  question: AskedMoment & { readonly year: number | null },
): Promise<EnterpriseList> {
  return askOfAll(app, question, async (asking) => {
    const year = question.year ?? (await yearOfRecord(asking, app.now()));
    const totals = await asking.reader.drawTotals({ year, knownSeq: asking.knownSeq, asOfMs: asking.asOf });
    const draws = totals.filter(({ reoMg }) => reoMg > 0n);
    const drew = new Set(draws.map(({ holder, stage }) => `${stage} ${holder}`));
    const enterprises = await listOf(asking, year, drew);
    const listed = new Set(enterprises.map(({ organisation, stage }) => `${stage} ${organisation}`));
    const missing = draws.filter(({ holder, stage }) => !listed.has(`${stage} ${holder}`));
    const once = new Map(missing.map(({ holder, stage }) => [`${stage} ${holder}`, { organisation: holder, stage }]));
    return {
      moment: asking.moment,
      year,
      dueOn: `${year + 1}-03-31`,
      enterprises,
      missing: [...once.values()].map((one) => ({ ...one, name: nameOrId(asking.world, one.organisation) })),
    };
  });
}

async function listOf(asking: Asking, year: number, drew: ReadonlySet<string>): Promise<ListedEnterprise[]> {
  const { registry } = asking.world.registry;
  const day = `${year}-12-31`;
  const { quotas } = await quotasOfYear(asking, year);
  return STAGES.flatMap(([stage, role]) =>
    registry.organisations.flatMap((organisation): ListedEnterprise[] => {
      const { state, group } = standingOn(organisation, day);
      const granted = quotas.filter((quota) => quota.stage === stage && quota.holder === organisation.id);
      if (state !== 'active' || !isOf(stage, role, organisation, drew)) return [];
      return [
        {
          organisation: organisation.id,
          name: organisation.name,
          usci: organisation.usci,
          stage,
          province: provinceOf(asking, organisation),
          group,
          groupName: group === null ? null : nameOrId(asking.world, group),
          quotaTonnes: granted.reduce((sum, { grantedTonnes }) => sum + grantedTonnes, 0),
          announced: registry.lists.some(
            (entry) =>
              entry.colour === 'white' &&
              entry.organisation === organisation.id &&
              entry.from <= day &&
              (entry.to === null || day <= entry.to),
          ),
        },
      ];
    }),
  );
}

/** A recycler that separates counts with those who do. */
function isOf(
  stage: ListedEnterprise['stage'],
  role: 'mine' | 'separation',
  { id, roles }: Organisation,
  drew: ReadonlySet<string>,
): boolean {
  return roles.includes(role) || (stage === 'separation' && roles.includes('recycler') && drew.has(`${stage} ${id}`));
}

function provinceOf({ world }: Asking, { id }: Organisation): string | null {
  return world.registry.sitesOf(id).find(({ province }) => province !== null)?.province ?? null;
}
