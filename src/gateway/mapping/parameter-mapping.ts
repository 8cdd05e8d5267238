import type { FieldFault, JsonObject } from '../../contract/index.js';
import { isJsonObject } from '../../fields/index.js';
import { type Pointer, pointerText, valueAt } from './json-pointer.js';
import { filled, type Finding, follow, type Rule } from './rule.js';
import { fieldNameOf, fieldText, hasField, type Shape } from './shape.js';
import { type Leftover, sortMembers } from './sort-members.js';

/** What becomes of members that are no fields: they are refused, or kept in the field `data`. */
export type UnknownFields = 'refuse' | 'data';

/** The field for data of the caller's own. A cancellation has none, and keeps none. */
const DATA = 'data';

/** What a parameter has become. All pointers begin at the parameter. */
export interface Mapped {
  /** In our fields, yet to be read. */
  readonly value: JsonObject;
  /** Where rules found what they put into fields, by the pointer to the field; `null` for a constant. */
  readonly origins: ReadonlyMap<string, Pointer | null>;
  /** Members that are no fields and went into `data`, or nowhere where there is none; the first hundred. */
  readonly kept: readonly Pointer[];
  /** What is wrong with it, in pointers to what was sent. */
  readonly faults: readonly FieldFault[];
  /** Says of a fault of the value where the caller finds it in what was sent. */
  readonly asSent: (fault: FieldFault) => FieldFault;
}

/** Turns what callers send as a parameter into our fields. */
export class ParameterMapping {
  /** @param rules each for another field, none within another's */
  constructor(
    private readonly shape: Shape,
    private readonly rules: readonly Rule[],
    private readonly unknownFields: UnknownFields,
  ) {}

  /** Never fails: whether the value will do shows when it is read. */
  apply(sent: JsonObject): Mapped {
    const findings = this.rules.map((rule) => follow(rule, sent));
    const found = findings.filter(({ from }) => from !== undefined);
    const isFilled = (field: Pointer): boolean => found.some(({ rule }) => isSame(rule.field, field));
    const { fields, others, leftovers } = sortMembers(sent, this.takenBy(findings), this.shape, isFilled);
    const all = [...found, ...findings.flatMap((finding) => this.constantFor(finding, fields))];
    const value = all.reduce((object, finding) => filled(object, finding.rule.field, finding.value), fields);
    const origins = new Map(all.map(({ rule, from }) => [pointerText(rule.field), from ?? null]));
    const asSent = (fault: FieldFault): FieldFault => located(fault, findings.flatMap(sourceIn(value)));
    const mapped = { value, origins, kept: [], faults: [], asSent };
    if (this.unknownFields === 'refuse')
      return { ...mapped, faults: leftovers.map((leftover) => this.refusalOf(leftover, found)) };
    const kept = leftovers.map(({ at }) => at);
    if (kept.length === 0 || !this.shape.names.has(DATA)) return { ...mapped, kept };
    const { data, faults } = withOthers(value[DATA], others);
    return {
      ...mapped,
      value: { ...value, [DATA]: data },
      kept,
      faults,
      asSent: (fault) => asSent(withUnknown(fault, value[DATA])),
    };
  }

  /**
   * What leaves its place. Where unknown members are refused, places that a rule passes over are none, and go too; but
   * what is within a field of ours stays in it.
   */
  private takenBy(findings: readonly Finding[]): readonly Pointer[] {
    const found = findings.flatMap(({ from }) => (from === undefined ? [] : [from]));
    if (this.unknownFields === 'data') return found;
    const named = this.rules.flatMap(({ places }) => places.map(({ pointer }) => pointer));
    return [...found, ...named.filter((pointer) => !this.isWithinValue(pointer))];
  }

  private isWithinValue([step = '', ...within]: Pointer): boolean {
    const name = fieldNameOf(step, this.shape);
    return within.length > 0 && name !== undefined && !this.shape.nested.has(name);
  }

  /** A constant stands where nothing else does. */
  private constantFor({ rule, from, present }: Finding, fields: JsonObject): readonly Finding[] {
    if (from !== undefined || rule.constant === undefined || hasField(fields, rule.field, this.shape)) return [];
    return [{ rule, value: rule.constant, from, present }];
  }

  private refusalOf({ at, field, fields }: Leftover, found: readonly Finding[]): FieldFault {
    const pointer = pointerText(at);
    const taken = field && found.find(({ rule }) => isSame(rule.field, field))?.from;
    if (field !== undefined && taken !== undefined)
      return { pointer, detail: `is not taken: the mapping takes ${fieldText(field)} from ${pointerText(taken)}` };
    const names = [...(fields ?? this.shape.names)].join(', ');
    return { pointer, detail: `is not a field here, and the mapping takes nothing from it; there are ${names}` };
  }
}

function isSame(one: Pointer, other: Pointer): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** A field, and where the caller finds it. */
interface Source {
  readonly field: string;
  readonly at: Pointer;
}

/** Where the fields of a value come from that a rule has filled, or would have if anything were there. */
function sourceIn(value: JsonObject): (finding: Finding) => readonly Source[] {
  return ({ rule, from, present }) => {
    const isMissing = valueAt(value, rule.field) === undefined;
    const at = from ?? (isMissing ? (present[0] ?? rule.places[0]?.pointer) : undefined);
    return at === undefined ? [] : [{ field: pointerText(rule.field), at }];
  };
}

function located(fault: FieldFault, sources: readonly Source[]): FieldFault {
  const { pointer } = fault;
  const source = sources.find(({ field }) => pointer === field || pointer.startsWith(`${field}/`));
  return source === undefined
    ? fault
    : { ...fault, pointer: pointerText(source.at) + pointer.slice(source.field.length) };
}

/** What was sent as data stays; a member that it has already is not put over it. */
function withOthers(
  data: unknown,
  others: JsonObject,
): { readonly data: unknown; readonly faults: readonly FieldFault[] } {
  if (data === undefined) return { data: others, faults: [] };
  if (!isJsonObject(data)) return { data, faults: [] };
  const twice = Object.keys(others).filter((name) => Object.hasOwn(data, name));
  return {
    data: { ...others, ...data },
    faults: twice.map((name) => ({
      pointer: pointerText([name]),
      detail: `is not a field here, and ${DATA} has a member of its name already: there is no place for it`,
    })),
  };
}

/** @param data what the caller sent as such: with unknown fields in it, a fault of it is not the caller's alone */
function withUnknown(fault: FieldFault, data: unknown): FieldFault {
  if (fault.pointer !== `/${DATA}`) return fault;
  if (data === undefined)
    return { pointer: '', detail: `has unknown fields that ${DATA} cannot keep: it ${fault.detail}` };
  return isJsonObject(data)
    ? { ...fault, detail: `${fault.detail}, also with the unknown fields that it keeps` }
    : fault;
}
