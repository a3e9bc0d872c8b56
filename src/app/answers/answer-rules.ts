import { RULES, type Parameters, type Rule } from '../../rules/index.ts';
import type { RuleRow, RulesAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';

/** Every rule with its articles, criteria and parameters. */
export function answerRules(app: Application): Promise<RulesAnswer> {
  return Promise.resolve({ rules: RULES.map((rule) => ruleRow(rule, app.rules.parameters)) });
}

/** A rule as it is told. */
export function ruleRow({ facts, parametersOf }: Rule, parameters: Parameters): RuleRow {
  const { name, title, articles, severity, criteria, statistic, next } = facts;
  const own = parameters.rows.filter(({ rule }) => rule === (parametersOf ?? name));
  return {
    name,
    title,
    articles: [...articles],
    severity,
    criteria,
    statistic,
    next,
    parameters: own.map(({ parameter, from, value, unit, why }) => ({ parameter, from, value, unit, why })),
  };
}
