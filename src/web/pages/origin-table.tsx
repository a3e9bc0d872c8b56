import type { PassportOrigin } from '../../wire/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { groupOrigins, type OriginGroup } from '../figures/origin-groups.ts';
import { useTexts } from '../texts/use-texts.ts';

const DIGITS = 3;

interface Props {
  readonly origins: readonly PassportOrigin[];
  readonly elements: readonly string[];
}

/** The shares as a table: by province, and behind a fold by mine, as far as the reader may know which. */
export function OriginTable({ origins, elements }: Props) {
  const { t, word, province, name } = useTexts();
  const groupName = (group: OriginGroup): string =>
    [word('originKind', group.kind), province(group.province)].filter((part) => part !== '').join(' · ');
  const mineName = ({ deposit, site, ...group }: PassportOrigin): string =>
    [
      groupName(group),
      deposit === null ? '' : word('deposit', deposit),
      site === null ? t('passport.undisclosed') : name(site.name, site.id),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  return (
    <>
      <ShareRows
        label={t('passport.byProvince')}
        rows={groupOrigins(origins).map((group) => ({ name: groupName(group), shares: group.shares }))}
        elements={elements}
      />
      <details>
        <summary>{t('passport.byMine', { count: origins.length })}</summary>
        <ShareRows
          label={t('passport.byMine', { count: origins.length })}
          rows={origins.map((origin) => ({ name: mineName(origin), shares: origin.shares }))}
          elements={elements}
        />
      </details>
    </>
  );
}

function ShareRows({
  label,
  rows,
  elements,
}: {
  readonly label: string;
  readonly rows: readonly { readonly name: string; readonly shares: Readonly<Record<string, number>> }[];
  readonly elements: readonly string[];
}) {
  const { t } = useTexts();
  return (
    <div className="rows" role="region" aria-label={label} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('passport.origin')}</th>
            {elements.map((element) => (
              <th scope="col" key={element} className="numeric">
                {element === 'net' ? t('basis.net') : element} %
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              <th scope="row">{row.name}</th>
              {elements.map((element) => (
                <td key={element} className="numeric">
                  {writeSignificant((row.shares[element] ?? 0) * 100, DIGITS)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
