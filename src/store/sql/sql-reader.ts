import { sql } from 'kysely';
import { inOrderOfName, type CaptureJob, type DrawTotal, type RecordReader } from '../../record/index.ts';
import { LineageReads } from './lineage-reads.ts';

/** The reads of the record in SQL, the same for SQLite and PostgreSQL: events, ledger, lineage, and here draws and documents. */
export class SqlReader extends LineageReads implements RecordReader {
  async drawTotals(filter: { year: number; knownSeq: number | null; asOfMs: number | null }): Promise<DrawTotal[]> {
    let query = this.db
      .selectFrom('quota_draw')
      .select(['year', 'stage', 'ore', 'holder', sql<string>`cast(sum(reo_mg) as text)`.as('total')])
      .where('year', '=', filter.year)
      .groupBy(['year', 'stage', 'ore', 'holder'])
      .orderBy('holder');
    if (filter.knownSeq !== null) query = query.where('revision', '<=', filter.knownSeq);
    if (filter.asOfMs !== null) query = query.where('event_time', '<=', filter.asOfMs);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.map((row) => Number(row.holder)));
    return rows.map((row) => ({
      year: Number(row.year),
      stage: row.stage as DrawTotal['stage'],
      ore: row.ore as DrawTotal['ore'],
      holder: this.terms.uriOf(Number(row.holder)),
      reoMg: BigInt(row.total),
    }));
  }

  async captureJob(captureID: string): Promise<CaptureJob | null> {
    const [row] = await this.session.all(this.db.selectFrom('capture_job').select('job').where('id', '=', captureID).compile());
    return row === undefined ? null : (JSON.parse(row.job) as CaptureJob);
  }

  async captureJobs(afterID: string | null, limit: number): Promise<CaptureJob[]> {
    let query = this.db.selectFrom('capture_job').select('job').orderBy('place').limit(limit);
    if (afterID !== null) query = query.where(sql<boolean>`place > (select place from capture_job where id = ${afterID})`);
    const rows = await this.session.all(query.compile());
    return rows.map((row) => JSON.parse(row.job) as CaptureJob);
  }

  async document(name: string): Promise<string | null> {
    const [row] = await this.session.all(this.db.selectFrom('document').select('text').where('name', '=', name).compile());
    return row?.text ?? null;
  }

  async documentsUnder(prefix: string): Promise<Map<string, string>> {
    const begins = sql<boolean>`substr(name, 1, ${[...prefix].length}) = ${prefix}`;
    const rows = await this.session.all(this.db.selectFrom('document').selectAll().where(begins).compile());
    return inOrderOfName(rows.map((row) => [row.name, row.text] as const));
  }

  async journal(name: string, from: number): Promise<string[]> {
    const query = this.db.selectFrom('journal').select('text').where('name', '=', name).where('line', '>=', from).orderBy('line');
    const rows = await this.session.all(query.compile());
    return rows.map((row) => row.text);
  }
}
