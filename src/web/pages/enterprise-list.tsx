import type { EnterpriseList, ListedEnterprise } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** The yearly list of enterprises that mine and separate; who drew on quotas and is not on it is named. */
export function EnterpriseListTile() {
  const texts = useTexts();
  const { t, name } = texts;
  const [year, setYear] = useYear();
  const from = useAddress()('/api/enterprise-list', { year });
  const reading = useAnswer<EnterpriseList>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const missing = (answer?.missing ?? []).map((one) => name(one.name, shortId(one.organisation)));
  const tools = (
    <>
      {missing.length === 0 ? null : (
        <span className="alarm">{t('enterpriseList.missing', { names: missing.join(t('list.separator')) })}</span>
      )}
      <YearChoice years={useRecordYears()} year={answer?.year ?? year} choose={setYear} />
    </>
  );
  return (
    <ListTile
      title={t('enterpriseList.title', { year: answer?.year ?? '' })}
      fileName="ytterby-enterprise-list"
      reading={reading}
      rowsOf={({ enterprises }) => enterprises}
      columns={listColumns(texts)}
      keyOf={({ organisation, stage }) => `${stage} ${organisation}`}
      emptyText={t('enterpriseList.none')}
      source={{ formula: t('enterpriseList.formula', { due: answer?.dueOn ?? '' }), address: from }}
      tools={tools}
      filterable
    />
  );
}

function listColumns({ t, name, word, province }: Texts): Column<ListedEnterprise>[] {
  return [
    textColumn('stage', t('enterpriseList.stage'), (row) => word('quotaStage', row.stage)),
    textColumn(
      'organisation',
      t('column.organisation'),
      (row) => name(row.name, shortId(row.organisation)),
      (row) => <OrganisationLink id={row.organisation} called={row.name} />,
    ),
    textColumn('usci', t('organisation.usci'), (row) => row.usci ?? '–'),
    textColumn('province', t('axis.province'), (row) => province(row.province)),
    textColumn('group', t('column.group'), (row) => name(row.groupName, '–')),
    numberColumn('quota', t('enterpriseList.quota'), (row) => row.quotaTonnes),
    textColumn('announced', t('enterpriseList.announced'), (row) => t(row.announced ? 'conduct.yes' : 'conduct.no')),
  ];
}
