export { RULES } from './catalogue.ts';
export type { Flag, FlagChange } from './flag.ts';
export { Parameters } from './parameters.ts';
export type { ParameterRow } from './parameters.ts';
export { ruleEventOf } from './rule-event.ts';
export type { RuleEvent } from './rule-event.ts';
export { RuleBook } from './rule-book.ts';
export type { SavedBook, SeenRevision } from './rule-book.ts';
export type { Evidence, Finding, Rule, RuleFacts, RuleWorld, Severity, Subject } from './rule.ts';
