import { useState } from 'react';
import type { AuditLine, Moment } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { writeMinute } from '../figures/times.ts';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const PAGE_SIZE = 50;

/** Who did or read what of whom: administrative acts, sign-ins, and what offices read of enterprises. */
export default function AuditPage() {
  const texts = useTexts();
  const { t } = texts;
  const [page, turn] = useState(1);
  const address = addressOf('/api/access/audit', { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
  const reading = useAnswer<{ lines: AuditLine[]; total: number; moment?: Moment }>(address);
  const total = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.total : 0;
  return (
    <Page title={t('audit.title')} kicker={t('audit.kicker')}>
      <ListTile
        title={t('audit.title')}
        fileName="ytterby-audit"
        reading={reading}
        rowsOf={(answer) => answer.lines}
        columns={lineColumns(texts)}
        keyOf={(row) => JSON.stringify(row)}
        emptyText={t('audit.none')}
        paging={{ page, size: PAGE_SIZE, total, turn }}
        mark={(row) => row.outcome === 'refused'}
      />
    </Page>
  );
}

function lineColumns({ t, word }: Texts): Column<AuditLine>[] {
  return [
    textColumn('at', t('audit.at'), (row) => writeMinute(row.at)),
    textColumn('who', t('audit.who'), (row) => row.account ?? word('accessRole', row.role)),
    textColumn('act', t('audit.act'), (row) => word('act', row.act)),
    textColumn('subject', t('audit.subject'), (row) => row.subject ?? ''),
    textColumn('outcome', t('audit.outcome'), (row) => t(row.outcome === 'done' ? 'audit.done' : 'audit.refused')),
    textColumn('address', t('account.address'), (row) => row.address ?? ''),
  ];
}
