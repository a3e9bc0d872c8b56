import type { PassportOrigin } from '../../wire/index.ts';
import { usePalette } from '../frame/use-palette.ts';
import { groupOrigins, type OriginGroup } from '../figures/origin-groups.ts';
import { useTexts } from '../texts/use-texts.ts';

const ROW = 16;
const GAP = 5;
const LABEL = 26;
const WIDTH = 720;
/** The palest shade, as a part of the full one. */
const PALEST = 0.2;

/** The origins of each element as one bar: a shade for each kind and province. */
export function OriginBars({ origins, elements }: { origins: readonly PassportOrigin[]; elements: readonly string[] }) {
  const { t, word, province } = useTexts();
  const palette = usePalette();
  const groups = groupOrigins(origins);
  const shade = (place: number): number => 1 - (place / Math.max(1, groups.length)) * (1 - PALEST);
  const wordsOf = (group: OriginGroup): string => `${province(group.province)} ${word('originKind', group.kind)}`.trim();
  const height = elements.length * (ROW + GAP);
  return (
    <figure className="origin-bars">
      <svg
        role="img"
        aria-label={t('passport.barsAlt', { said: groups.map(wordsOf).join(t('list.separator')) })}
        viewBox={`0 0 ${LABEL + WIDTH} ${height}`}
      >
        {elements.map((element, row) => (
          <g key={element} transform={`translate(0 ${row * (ROW + GAP)})`}>
            <text x={LABEL - 6} y={ROW * 0.75} textAnchor="end" fill={palette.text}>
              {element === 'net' ? t('basis.net') : element}
            </text>
            {pieces(groups, element).map(({ place, from, share }) => (
              <rect
                key={place}
                x={LABEL + from * WIDTH}
                width={share * WIDTH}
                height={ROW}
                fill={palette.accent}
                fillOpacity={shade(place)}
                stroke={palette.ground}
              >
                <title>{`${wordsOf(groups[place]!)}: ${(share * 100).toFixed(1)} %`}</title>
              </rect>
            ))}
          </g>
        ))}
      </svg>
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

/** The share of each group in an element, one after the other. */
function pieces(groups: readonly OriginGroup[], element: string): { place: number; from: number; share: number }[] {
  let end = 0;
  return groups.map(({ shares }, place) => {
    const share = shares[element] ?? 0;
    end += share;
    return { place, from: end - share, share };
  });
}
