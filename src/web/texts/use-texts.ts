import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Name, Stage } from '../../wire/index.ts';
import { shortCbv } from '../figures/names.ts';
import type { Language } from './languages.ts';
import { PROVINCES_EN } from './provinces.ts';
import { zh } from './zh.ts';

/** The name of a text; both languages have every one. */
export type TextKey = keyof typeof zh;

export type TextValues = Readonly<Record<string, string | number>>;

/** Words of the page in the language chosen. */
export interface Texts {
  readonly language: Language;
  readonly t: (key: TextKey, values?: TextValues) => string;
  /** A name in the language chosen, else in the other; `otherwise` when there is none. */
  readonly name: (name: Name | null | undefined, otherwise: string) => string;
  readonly stage: (stage: Stage | 'returned') => string;
  readonly bizStep: (bizStep: string | null) => string;
  readonly word: (prefix: WordPrefix, word: string) => string;
  /** A province by its short Chinese name; nothing for none. */
  readonly province: (province: string | null) => string;
}

type WordPrefix =
  | 'ore'
  | 'quotaStage'
  | 'role'
  | 'productKind'
  | 'eventType'
  | 'compositionFrom'
  | 'deposit'
  | 'hit'
  | 'verdict'
  | 'suspicion'
  | 'refusal'
  | 'identifierKind'
  | 'codeForm'
  | 'accessRole'
  | 'originKind'
  | 'act'
  | 'entryRefusal'
  | 'stream'
  | 'caseNumber'
  | 'feedName'
  | 'example'
  | 'modelRefusal'
  | 'domainWarning'
  | 'plantItem'
  | 'plantBasis'
  | 'unitName'
  | 'flowKind'
  | 'flowPlace'
  | 'measure'
  | 'unitType'
  | 'outcomeKind'
  | 'monthKind'
  | 'monthClass'
  | 'monthOpen'
  | 'feasibilityVerdict'
  | 'feasibilityReason'
  | 'factorFrom'
  | 'caseKind'
  | 'caseStatus'
  | 'caseAct'
  | 'caseMeasure'
  | 'standing'
  | 'lifeEvent'
  | 'escalation'
  | 'edit'
  | 'reserveAct'
  | 'releaseState'
  | 'axis'
  | 'dataset'
  | 'dossierKind'
  | 'dossierStatus'
  | 'conductAct'
  | 'applicant'
  | 'outcome'
  | 'comparison'
  | 'listColour'
  | 'lineProcess'
  | 'severity'
  | 'flagHistory'
  | 'evidence'
  | 'lossKind'
  | 'controller'
  | 'modelTask';

/** The page's words; changes with the language. */
export function useTexts(): Texts {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return useMemo(() => textsOf(language, (key, values) => t(key, { ...values })), [language, t]);
}

function textsOf(language: Language, t: Texts['t']): Texts {
  const known = (key: string, otherwise: string): string => (isKey(key) ? t(key) : otherwise);
  return {
    language,
    t,
    name: (name, otherwise) =>
      name === null || name === undefined ? otherwise : name[language] || name[language === 'zh' ? 'en' : 'zh'] || otherwise,
    stage: (stage) => known(`stage.${stage}`, stage),
    bizStep: (bizStep) => (bizStep === null ? '–' : known(`bizStep.${shortCbv(bizStep)}`, shortCbv(bizStep))),
    word: (prefix, word) => known(`${prefix}.${word}`, word),
    province: (province) => (language === 'en' ? PROVINCES_EN[province ?? ''] : undefined) ?? province ?? '',
  };
}

function isKey(key: string): key is TextKey {
  return Object.hasOwn(zh, key);
}
