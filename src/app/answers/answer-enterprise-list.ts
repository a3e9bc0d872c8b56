import { standingOn, type Organisation } from '../../registry/index.ts';
import type { EnterpriseList, ListedEnterprise } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { quotasOfYear, yearOfRecord } from './answer-quotas.ts';
import { askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { nameOrId } from './references.ts';

const STAGES = [
  ['mining', 'mine', 'mine'],
  ['separation', 'separation', 'separation-plant'],
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
    const enterprises = await listOf(asking, year);
    const draws = await asking.reader.drawTotals({ year, knownSeq: asking.knownSeq, asOfMs: asking.asOf });
    const listed = new Set(enterprises.map(({ organisation, stage }) => `${stage} ${organisation}`));
    const missing = draws.filter(({ holder, stage, reoMg }) => reoMg > 0n && !listed.has(`${stage} ${holder}`));
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

async function listOf(asking: Asking, year: number): Promise<ListedEnterprise[]> {
  const { registry } = asking.world.registry;
  const day = `${year}-12-31`;
  const { quotas } = await quotasOfYear(asking, year);
  return STAGES.flatMap(([stage, role, siteKind]) =>
    registry.organisations.flatMap((organisation): ListedEnterprise[] => {
      const { state, group } = standingOn(organisation, day);
      const granted = quotas.filter((quota) => quota.stage === stage && quota.holder === organisation.id);
      if (state !== 'active' || !isOf(stage, role, organisation, granted.length > 0)) return [];
      return [
        {
          organisation: organisation.id,
          name: organisation.name,
          usci: organisation.usci,
          stage,
          province: provinceOf(asking, organisation, siteKind),
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

/** A recycler separates where it holds a quota for it. */
function isOf(
  stage: ListedEnterprise['stage'],
  role: 'mine' | 'separation',
  { roles }: Organisation,
  isGranted: boolean,
): boolean {
  return roles.includes(role) || (stage === 'separation' && isGranted && roles.includes('recycler'));
}

function provinceOf({ world }: Asking, { id }: Organisation, siteKind: string): string | null {
  return world.registry.sitesOf(id).find(({ kind }) => kind === siteKind)?.province ?? null;
}
