import type { PassportOrigin } from '../../wire/index.ts';
import { usePalette } from '../frame/use-palette.ts';
import { groupOrigins, type OriginGroup } from '../figures/origin-groups.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The palest shade, as a part of the full one. */
const PALEST = 0.2;

/** The origins of each element as one bar: a shade for each kind and province. */
export function OriginBars({ origins, elements }: { origins: readonly PassportOrigin[]; elements: readonly string[] }) {
  const { t, word, province } = useTexts();
  const palette = usePalette();
  const groups = groupOrigins(origins);
  const shade = (place: number): number => 1 - (place / Math.max(1, groups.length)) * (1 - PALEST);
  const wordsOf = (group: OriginGroup): string => `${province(group.province)} ${word('originKind', group.kind)}`.trim();
  return (
    <figure className="origin-bars">
      <div role="img" aria-label={t('passport.barsAlt', { said: groups.map(wordsOf).join(t('list.separator')) })}>
        {elements.map((element) => (
          <div key={element} className="origin-bar">
            <span>{element === 'net' ? t('basis.net') : element}</span>
            <div>
              {groups.map((group, place) => {
                const share = group.shares[element] ?? 0;
                const style = { width: `${share * 100}%`, background: palette.accent, opacity: shade(place) };
                return <i key={place} style={style} title={`${wordsOf(group)}: ${(share * 100).toFixed(1)} %`} />;
              })}
            </div>
          </div>
        ))}
      </div>
      <figcaption>
        {groups.map((group, place) => (
          <span key={place} className="legend">
            <span className="swatch" aria-hidden="true" style={{ background: palette.accent, opacity: shade(place) }} />{' '}
            {wordsOf(group)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
