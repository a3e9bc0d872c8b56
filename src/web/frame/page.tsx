import { useEffect, type ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** A page's head (its question's subject, set as the document's title too) and its tiles. */
export function Page({
  title,
  kicker,
  tools,
  tiles = 'even',
  children,
}: {
  title: string;
  kicker?: ReactNode;
  tools?: ReactNode;
  /** Two columns alike, or a narrow one before a broad one. */
  tiles?: 'even' | 'narrow-first';
  children: ReactNode;
}) {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {kicker === undefined ? null : <div className="kicker">{kicker}</div>}
        </div>
        <div className="tools">{tools}</div>
      </div>
      <div className={`tiles ${tiles}`}>{children}</div>
    </>
  );
}

/** Names and values of one thing, in a row that wraps. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** One name and its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
