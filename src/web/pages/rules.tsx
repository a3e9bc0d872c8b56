import type { Moment, RuleRow, RulesAnswer } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { Severity } from './flags.tsx';

/** Every rule: what it rests on and when it raises a flag. */
export default function RulesPage() {
  const texts = useTexts();
  const { t } = texts;
  const reading = useAnswer<RulesAnswer & { readonly moment?: Moment }>('/api/rules');
  return (
    <Page title={t('rules.title')} kicker={t('rules.kicker')}>
      <ListTile
        title={t('rules.title')}
        fileName="ytterby-rules"
        reading={reading}
        rowsOf={(answer) => answer.rules}
        columns={ruleColumns(texts)}
        keyOf={(row) => row.name}
        emptyText={t('tile.empty')}
        filterable
      />
    </Page>
  );
}

function ruleColumns({ t, name, word, language }: Texts): Column<RuleRow>[] {
  return [
    textColumn('rule', t('rules.rule'), (row) => name(row.title, row.name)),
    textColumn(
      'severity',
      t('flags.severity'),
      (row) => word('severity', row.severity),
      (row) => <Severity severity={row.severity} />,
    ),
    textColumn('criteria', t('rules.criteria'), (row) => name(row.criteria, '')),
    textColumn('article', t('rules.article'), (row) => row.articles.at(-1)?.[language] ?? ''),
    textColumn('name', t('rules.name'), (row) => row.name),
  ];
}
