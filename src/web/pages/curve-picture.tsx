import { useCallback, type ReactNode } from 'react';
import { numberColumn, type Column } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Rows to be drawn as curves over a place, a time or a volume, and told in the table beside. */
export interface Curves<Row> {
  readonly rows: readonly Row[];
  /** Along the axis below, and first in the table. */
  readonly place: { readonly head: string; readonly of: (row: Row) => number };
  readonly lines: readonly { readonly name: string; readonly of: (row: Row) => number }[];
  /** What the lines are in, for the axis and the heads of the table. */
  readonly unit: string;
  readonly isLog?: boolean;
  readonly label: string;
  /** What the table has beside the lines. */
  readonly others?: readonly Column<Row>[];
}

const HEIGHT = 330;

/** Curves, with their table beside. @param curves kept by the caller from render to render */
export function CurvePicture<Row extends object>({
  title,
  fileName,
  curves,
  tools,
}: {
  title: string;
  fileName: string;
  curves: Curves<Row>;
  tools?: ReactNode;
}) {
  const { t } = useTexts();
  const reading = useReady(curves);
  const content = useCallback(
    ({ rows, place, lines, unit, isLog = false, label, others = [] }: Curves<Row>): PictureContent<Row> => ({
      option: (palette) =>
        profilePicture(
          rows.map(place.of),
          lines.map(({ name, of }) => ({ name, values: rows.map(of) })),
          { place: place.head, value: unit, isLog },
          palette,
        ),
      height: HEIGHT,
      label,
      columns: [
        numberColumn('place', place.head, place.of),
        ...lines.map(({ name, of }) => numberColumn(name, `${name} ${unit}`, of)),
        ...others,
      ],
      rows,
      keyOf: (row) => String(place.of(row)),
    }),
    [],
  );
  return (
    <Pictured
      title={title}
      fileName={fileName}
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
      {...(tools === undefined ? {} : { tools })}
    />
  );
}
