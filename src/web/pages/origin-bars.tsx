import type { PassportOrigin } from '../../wire/index.ts';
import { usePalette } from '../frame/use-palette.ts';
import { useTexts } from '../texts/use-texts.ts';

const ROW = 22;
const GAP = 6;
const LABEL = 34;
const WIDTH = 320;

/** The origins of each element as one bar: provinces by shade, what is not from a mine hatched by its outline alone. */
export function OriginBars({ origins, elements }: { origins: readonly PassportOrigin[]; elements: readonly string[] }) {
  const { t, word } = useTexts();
  const palette = usePalette();
  const groups = [...new Set(origins.map(groupOf))];
  const shade = (place: number): number => 1 - (place / Math.max(1, groups.length)) * 0.8;
  const height = elements.length * (ROW + GAP);
  const said = groups.map((group) => wordsOf(group, word)).join(t('list.separator'));
  return (
    <figure className="origin-bars">
      <svg role="img" aria-label={t('passport.barsAlt', { said })} viewBox={`0 0 ${LABEL + WIDTH} ${height}`}>
        {elements.map((element, row) => (
          <g key={element} transform={`translate(0 ${row * (ROW + GAP)})`}>
            <text x={LABEL - 6} y={ROW * 0.7} textAnchor="end" fill={palette.text}>
              {element === 'net' ? t('basis.net') : element}
            </text>
            {pieces(origins, groups, element).map(({ group, from, share }) => (
              <rect
                key={group}
                x={LABEL + from * WIDTH}
                width={share * WIDTH}
                height={ROW}
                fill={palette.accent}
                fillOpacity={shade(groups.indexOf(group))}
                stroke={palette.ground}
              >
                <title>{`${wordsOf(group, word)}: ${(share * 100).toFixed(1)} %`}</title>
              </rect>
            ))}
          </g>
        ))}
      </svg>
      <figcaption>
        {groups.map((group, place) => (
          <span key={group} className="legend">
            <span className="swatch" aria-hidden="true" style={{ background: palette.accent, opacity: shade(place) }} />{' '}
            {wordsOf(group, word)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function groupOf({ kind, province }: PassportOrigin): string {
  return JSON.stringify([kind, province]);
}

function wordsOf(group: string, word: (prefix: 'originKind', word: string) => string): string {
  const [kind, province] = JSON.parse(group) as [string, string | null];
  return [province, word('originKind', kind)].filter((part) => part !== null).join(' ');
}

/** The share of each group in an element, one after the other. */
function pieces(
  origins: readonly PassportOrigin[],
  groups: readonly string[],
  element: string,
): { group: string; from: number; share: number }[] {
  let from = 0;
  return groups.map((group) => {
    const share = origins
      .filter((origin) => groupOf(origin) === group)
      .reduce((sum, { shares }) => sum + (shares[element] ?? 0), 0);
    const piece = { group, from, share };
    from += share;
    return piece;
  });
}
