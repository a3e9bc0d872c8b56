import type { SubscriptionRow } from '../../wire/index.ts';
import { useTexts } from '../texts/use-texts.ts';

const HEIGHT = 60;
const WIDTH = 14;
const GAP = 4;

/** Deliveries of the last day, hour by hour: what arrived as a bar, an hour with failures under a mark. */
export function HourBars({ hours }: { hours: SubscriptionRow['hours'] }) {
  const { t } = useTexts();
  if (hours.length === 0) return <p className="empty">{t('subscriptions.quiet')}</p>;
  const most = Math.max(1, ...hours.map(({ delivered }) => delivered));
  const said = hours.map(({ hour, delivered, failed }) => `${hour}: ${delivered} / ${failed}`).join('; ');
  return (
    <figure className="hour-bars">
      <svg role="img" aria-label={said} width={hours.length * (WIDTH + GAP)} height={HEIGHT + 20}>
        {hours.map(({ hour, delivered, failed }, place) => (
          <g key={hour} transform={`translate(${place * (WIDTH + GAP)} 0)`}>
            <title>{`${hour}: ${delivered} ✓ ${failed} ▲`}</title>
            <rect
              className="bar"
              y={HEIGHT - (delivered / most) * HEIGHT + 16}
              width={WIDTH}
              height={(delivered / most) * HEIGHT}
            />
            {failed > 0 ? (
              <text x={WIDTH / 2} y={12} textAnchor="middle">
                ▲
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <figcaption>{t('subscriptions.hours', { from: hours[0]?.hour ?? '', to: hours.at(-1)?.hour ?? '' })}</figcaption>
    </figure>
  );
}
