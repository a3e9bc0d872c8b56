import { answerQuotas } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';
import { changeQuota, QUOTA_VERBS } from './quota-change.ts';

/** `ytterby quota [--year Y] [--as-of T] [--known-at T]`, and the verbs that change quotas. */
export const quotaCommand: Command = {
  usage:
    '[--year Y] [--as-of T] [--known-at T] | allot --quota ID --parent ID --holder ID --year Y --stage S [--ore O] [--batch B] --tonnes T' +
    ' | reserve --quota ID --reservation NAME --tonnes T | release --reservation NAME | cut --quota ID --tonnes T',
  summary:
    'every quota of a year: granted, allotted, reserved, cut, drawn and left; or one change, refused when it would pass a cap',
  options: {
    year: 'text',
    'as-of': 'text',
    'known-at': 'text',
    quota: 'text',
    parent: 'text',
    holder: 'text',
    stage: 'text',
    ore: 'text',
    batch: 'text',
    tonnes: 'text',
    reservation: 'text',
    id: 'text',
  },
  positionalsMax: 1,
  async run(words, context) {
    const { terminal, open } = context;
    const [verb] = words.positionals;
    if (verb !== undefined) {
      const known = QUOTA_VERBS.find((word) => word === verb);
      if (known === undefined) throw new UsageError(`quota: expected ${QUOTA_VERBS.join(', ')} or nothing, got ${verb}`);
      return changeQuota(known, words, context);
    }
    const question = { year: words.year('year'), asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    const answer = await answerQuotas(await open('quota.read'), question);
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const rows = answer.quotas.map((row) => [
      row.holderName.zh,
      String(row.year),
      String(row.batch),
      row.stage,
      row.ore,
      row.grantedTonnes,
      row.allottedTonnes,
      row.reservedTonnes,
      row.cutTonnes,
      row.drawnTonnes,
      row.availableTonnes,
      row.overdrawn ? '▲ overdrawn' : '',
    ]);
    const head = [
      'holder',
      'year',
      'batch',
      'stage',
      'ore',
      'granted t REO',
      'allotted',
      'reserved',
      'cut',
      'drawn',
      'available',
      '',
    ];
    printTable(terminal, head, rows);
    for (const draw of answer.unheldDraws) {
      terminal.out(`▲ ${draw.holderName.zh}: ${draw.drawnTonnes} t REO drawn (${draw.stage}, ${draw.ore}) and no quota held\n`);
    }
    return EXIT.done;
  },
};
