import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Moment, ScanAnswer } from '../../wire/index.ts';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId, shortLot } from '../figures/names.ts';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';

type Size = '100x60' | 'a4';

const FORMATS = ['png', 'pdf', 'svg'] as const;

/** The label of one thing: what it looks like, to print or to take away. */
export default function LabelPage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <LabelTile key={id} id={id} />;
}

function LabelTile({ id }: { id: string }) {
  const { t } = useTexts();
  const [size, setSize] = useState<Size>('100x60');
  const reading = useAnswer<ScanAnswer & { readonly moment?: Moment }>(addressOf('/api/scan', { code: id }));
  const number = id.includes('/10/') || id.includes('/21/') ? shortLot(id) : shortId(id);
  const tools = (
    <>
      <Segmented<Size>
        aria-label={t('label.size')}
        value={size}
        onChange={setSize}
        options={[
          { value: '100x60', label: t('label.single') },
          { value: 'a4', label: t('label.sheet') },
        ]}
      />
      <Button type="primary" onClick={() => window.print()}>
        {t('label.print')}
      </Button>
      {FORMATS.map((format) => (
        <Button
          key={format}
          href={addressOf('/api/label', { id, format, size })}
          download={`label-${number.replaceAll('/', '-')}.${format}`}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </>
  );
  return (
    <Page title={t('label.titleOf', { number })} kicker={t('label.kicker')} tools={tools}>
      <Tile title={t('label.title')} reading={reading} wide>
        {(answer) =>
          answer.onRecord ? <LabelPicture answer={answer} id={id} size={size} /> : <p className="empty">{t('label.none')}</p>
        }
      </Tile>
    </Page>
  );
}

function LabelPicture({ answer, id, size }: { answer: ScanAnswer; id: string; size: Size }) {
  const { t, name } = useTexts();
  const said = [name(answer.name, ''), answer.elementString ?? ''].filter((part) => part !== '').join(' ');
  return (
    <>
      <img
        className={`label-sheet size-${size}`}
        src={addressOf('/api/label', { id, format: 'svg', size })}
        alt={t('label.alt', { said })}
      />
      <div className="label-facts">
        <Facts>
          <Fact name={t('label.elements')}>
            <span className="identifier">{answer.elementString}</span>
          </Fact>
          <Fact name={t('column.identifier')}>
            <span className="identifier">{answer.id}</span>
          </Fact>
        </Facts>
      </div>
    </>
  );
}
