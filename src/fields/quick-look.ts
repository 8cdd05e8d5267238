import type { Type as ClassOf } from '@nestjs/common';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';
import { nestedFieldsOf } from './field.decorators.js';
import { isJsonObject } from './json.js';
import { respelled, spellingsOf } from './spellings.js';

/** What class-validator knows of a field, made ready to be asked. */
interface Field {
  readonly name: string;
  /** Whether the field is looked at at all: all of them must say so. */
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly checks: readonly ((value: unknown, about: ValidationArguments) => boolean)[];
  readonly nested: (() => ClassOf<object>) | undefined;
}

interface Plan {
  readonly fields: readonly Field[];
  readonly spellings: Readonly<Record<string, string>>;
}

/**
 * Reads a value as an instance of a class, as class-validator would let it pass, at a fraction of the cost: most of what
 * callers send is as it should be.
 *
 * @returns nothing for a value that is not as it should be; why not is for class-validator to say
 */
export function readAtOnce<T extends object>(type: ClassOf<T>, sent: unknown): T | undefined {
  if (!isJsonObject(sent)) return undefined;
  const plan = planOf(type);
  if (plan === undefined) return undefined;
  const named = respelled(sent, plan.spellings);
  const instance = new type();

  let taken = 0;
  for (const { name, nested } of plan.fields) {
    if (!Object.hasOwn(named, name)) continue;
    taken++;
    const member = named[name];
    const value = nested === undefined || member === undefined ? member : readAtOnce(nested(), member);
    if (value === undefined && member !== undefined) return undefined;
    Reflect.set(instance, name, value);
  }
  // Something is in it that is no field.
  if (taken !== Object.keys(named).length) return undefined;
  return plan.fields.every((field) => passes(field, instance)) ? instance : undefined;
}

function passes({ name, conditions, checks }: Field, object: object): boolean {
  const value: unknown = Reflect.get(object, name);
  if (!conditions.every((holds) => holds(object, value))) return true;
  const about: ValidationArguments = { value, constraints: [], targetName: '', object, property: name };
  return checks.every((holds) => holds(value, about));
}

function planOf(type: ClassOf): Plan | undefined {
  if (PLANS.has(type)) return PLANS.get(type);
  const plan = makePlan(type);
  PLANS.set(type, plan);
  return plan;
}

const PLANS = new WeakMap<ClassOf, Plan | undefined>();

/** @returns nothing for a class that has decorators of other kinds than those of this folder */
function makePlan(type: ClassOf): Plan | undefined {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(type, '', false, false);
  if (!metadata.every(isOfThisFolder)) return undefined;
  const nested = nestedFieldsOf(type.prototype);
  const fields = Object.entries(storage.groupByPropertyName(metadata)).map(([name, rules]) => ({
    name,
    conditions: rules.filter(isCondition).map(({ constraints: [holds] }) => holds),
    checks: rules.filter((rule) => !isCondition(rule)).flatMap(checksOf),
    nested: nested[name],
  }));
  return { fields, spellings: spellingsOf(type.prototype) };
}

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

function isOfThisFolder(rule: Rule): boolean {
  const isCheck = rule.type === ValidationTypes.CUSTOM_VALIDATION && !rule.each && rule.validateIf === undefined;
  return isCheck || isCondition(rule);
}

function isCondition({ type }: Rule): boolean {
  return type === ValidationTypes.CONDITIONAL_VALIDATION;
}

function checksOf({ constraintCls }: Rule): Field['checks'] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(
      ({ instance }) =>
        (value, about) =>
          instance.validate(value, about) === true,
    );
}
