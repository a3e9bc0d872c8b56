import type { Evidence } from './norm-conditions.ts';

/** Something done about an enterprise's conduct; the journal is a list of these. Days are days in China, `2016-08-01`. */
export type ConductAct = ConductActBase & (ConditionsAct | BlackListAct | ReportAct | AcknowledgeAct | DeliverAct);

interface ConductActBase {
  /** What it is about: a number that the first act gives. */
  readonly dossier: string;
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** The account that did it; null for the keeper. */
  readonly by: string | null;
  readonly text: string;
}

/** The industry norm conditions, from application to revocation. */
type ConditionsAct =
  | {
      readonly act: 'apply';
      readonly organisation: string;
      /** The kind of applicant, as the conditions have them. */
      readonly applicant: string;
      /** The day whose conditions apply. */
      readonly day: string;
      readonly evidence: Evidence;
      readonly documents: readonly string[];
    }
  | { readonly act: 'review' }
  | { readonly act: 'refuse' }
  | { readonly act: 'publicise'; readonly from: string; readonly to: string }
  | { readonly act: 'announce'; readonly day: string; readonly batch: string }
  | { readonly act: 'self-check'; readonly year: number; readonly evidence: Evidence }
  | { readonly act: 'order-rectification'; readonly until: string }
  | { readonly act: 'confirm-rectification' }
  | { readonly act: 'revoke'; readonly day: string };

/** The black list, from proposal to repair. */
type BlackListAct =
  | { readonly act: 'propose'; readonly organisation: string; readonly ground: string; readonly documents: readonly string[] }
  | { readonly act: 'hear' }
  | { readonly act: 'dismiss' }
  | { readonly act: 'list'; readonly from: string; readonly to: string | null }
  | { readonly act: 'ask-repair'; readonly documents: readonly string[] }
  | { readonly act: 'deny-repair' }
  | { readonly act: 'delist'; readonly day: string };

/** The yearly report of an exporter on its social responsibility. */
type ReportAct =
  | { readonly act: 'submit-report'; readonly organisation: string; readonly year: number; readonly evidence: Evidence }
  | { readonly act: 'amend-report'; readonly evidence: Evidence }
  | { readonly act: 'publish-report' };

/** An authority has acted on what it was told. */
interface AcknowledgeAct {
  readonly act: 'acknowledge';
  /** The notice, by its place among the acts of the dossier. */
  readonly notice: number;
  readonly authority: string;
}

/** A notice was taken at the address of an authority. */
interface DeliverAct {
  readonly act: 'deliver';
  readonly notice: number;
  readonly authority: string;
}

/** The name of an act. */
export type ConductActName = ConductAct['act'];
