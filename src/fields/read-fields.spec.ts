import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_OBJECT, objectOfDepth } from '../../test/support/bad-values.js';
import { faultsIn } from '../../test/support/faults-in.js';
import { Fault } from '../faults/index.js';
import { FreeJson, Identifier, Nested, Optional, OptionalBeside, Text, WholeNumber } from './field.decorators.js';
import { fieldsOf, queryOf } from './fields.pipe.js';
import { readFields } from './read-fields.js';
import { AlsoSpelled } from './spellings.js';

class Basket {
  @Text(10)
  name!: string;

  @Optional()
  @WholeNumber(1, 9)
  items?: number;
}

class Order {
  @AlsoSpelled('orderID')
  @Identifier()
  orderId!: string;

  @OptionalBeside('basket')
  @Text(10)
  'a/b~c'?: string;

  @Optional()
  @Nested(() => Basket)
  basket?: Basket;

  @Optional()
  @FreeJson()
  data?: object;
}

class GiftOrder extends Order {
  @Text(20)
  wish!: string;
}

const anOrder = (overrides: object = {}): Record<string, unknown> => ({
  orderId: 'o-1',
  basket: { name: 'fruit' },
  ...overrides,
});

const faultsOf = (sent: unknown): Readonly<Record<string, string>> => faultsIn(() => readFields(Order, sent));

describe('a body that is as it should be', () => {
  it('becomes an instance of its class, and of the classes within', () => {
    const order = readFields(Order, anOrder({ data: { any: ['thing'] } }));

    expect(order).toBeInstanceOf(Order);
    expect(order.basket).toBeInstanceOf(Basket);
    expect({ ...order, basket: { ...order.basket } }).toEqual({
      orderId: 'o-1',
      basket: { name: 'fruit' },
      data: { any: ['thing'] },
    });
  });

  it('is read under another spelling, too', () => {
    expect(readFields(Order, { orderID: 'o-1', basket: { name: 'fruit' } }).orderId).toBe('o-1');
  });

  it('is left as it is', () => {
    const sent = Object.freeze(anOrder({ basket: Object.freeze({ name: 'fruit' }) }));

    expect(() => readFields(Order, sent)).not.toThrow();
  });

  it('has the fields of the class that its own extends', () => {
    expect(faultsIn(() => readFields(GiftOrder, anOrder({ wish: 'many returns' })))).toEqual({});
    expect(Object.keys(faultsIn(() => readFields(GiftOrder, { orderId: '' })))).toEqual([
      '/wish',
      '/orderId',
      '/a~1b~0c',
    ]);
  });
});

describe('a body with faults', () => {
  it('is told of the first fifty unknown fields, and of what is wrong with the known', () => {
    const many = Object.fromEntries(Array.from({ length: 7_000 }, (_, index) => [`field-${index}`, index]));

    const pointers = Object.keys(faultsIn(() => readFields(Order, { ...many, orderId: '' })));

    expect(pointers).toHaveLength(52);
    expect(pointers).toEqual(expect.arrayContaining(['/field-0', '/field-49', '/orderId', '/a~1b~0c']));
  });

  it('is told all of them, each by its pointer and with what is expected', () => {
    expect(faultsOf({ orderId: '', basket: { name: 7, items: 0, colour: 'red' }, data: [], size: 1 })).toEqual({
      '/size': 'is not a field here; there are orderId, a/b~c, basket, data',
      '/orderId': 'must be a string of 1 to 128 characters without control characters',
      '/data': expect.stringContaining('must be a JSON object of at most 16 KiB'),
      '/basket/colour': 'is not a field here; there are name, items',
      '/basket/name': 'must be a string of 1 to 10 characters',
      '/basket/items': 'must be a whole number from 1 to 9',
    });
  });

  it('names the first of them in its own sentence, and how many there are', () => {
    expect(() => readFields(Order, anOrder({ orderId: 7 }))).toThrow(
      /^\/orderId must be a string of 1 to 128 characters without control characters\.$/,
    );
    expect(() => readFields(Order, { orderId: 7 })).toThrow(/^\/orderId must be .* \(and 1 more under "errors"\)\.$/);
    expect(() => readFields(Order, null)).toThrow('The body must be a JSON object.');
  });

  it.each(NO_OBJECT)('is told that it must be an object when it is %j', (sent) => {
    expect(faultsOf(sent)).toEqual({ '': 'must be a JSON object' });
  });

  it('is told what is missing, and what that would have to be', () => {
    expect(faultsOf({ basket: {} })).toEqual({
      '/orderId': 'is missing: it must be a string of 1 to 128 characters without control characters',
      '/basket/name': 'is missing: it must be a string of 1 to 10 characters',
    });
  });

  it('is told which of two fields it may choose from', () => {
    expect(faultsOf({ orderId: 'o-1' })).toEqual({ '/a~1b~0c': 'is missing: it must be sent, or basket' });
    expect(faultsOf({ orderId: 'o-1', 'a/b~c': 'text' })).toEqual({});
    expect(faultsOf(anOrder({ 'a/b~c': 7 }))).toEqual({ '/a~1b~0c': 'must be a string of 1 to 10 characters' });
  });

  it('has its faults under the spelling that was sent', () => {
    expect(faultsOf({ orderID: 7, basket: { name: 'fruit' } })).toEqual({
      '/orderID': 'must be a string of 1 to 128 characters without control characters',
    });
  });

  it('may send a field in one spelling only', () => {
    expect(faultsOf(anOrder({ orderID: 'o-1' }))).toEqual({ '/orderID': 'is sent as orderId too: send it once' });
  });

  it('does not leave a field out by null', () => {
    expect(Object.keys(faultsOf(anOrder({ basket: null })))).toEqual(['/basket']);
    expect(Object.keys(faultsOf(anOrder({ data: null })))).toEqual(['/data']);
  });

  it('has unknown fields told with an escaped pointer', () => {
    expect(Object.keys(faultsOf(anOrder({ 'x/y~z': 1, '': 2 })))).toEqual(['/x~1y~0z', '/']);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'cannot smuggle anything in as %s',
    (name) => {
      const sent: unknown = JSON.parse(`{"orderId":"o-1","basket":{"name":"fruit","${name}":{"a":1}},"${name}":{}}`);

      expect(Object.keys(faultsOf(sent))).toEqual([`/${name}`, `/basket/${name}`]);
      expect(Reflect.get({}, 'a')).toBeUndefined();
    },
  );

  it('cannot hide a mandatory field in a prototype', () => {
    expect(Object.keys(faultsOf(JSON.parse('{"__proto__":{"orderId":"o-1","basket":{"name":"fruit"}}}')))).toEqual([
      '/__proto__',
      '/orderId',
      '/a~1b~0c',
    ]);
  });

  it('is refused at once, and without overflow, wherever it is 10,000 levels deep', () => {
    const deep = objectOfDepth(10_000);
    const begun = performance.now();

    for (const sent of [
      deep,
      anOrder({ extra: deep }),
      anOrder({ data: deep }),
      anOrder({ basket: deep }),
      { orderId: deep },
    ])
      expect(Object.keys(faultsOf(sent))).not.toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('any JSON at all', () => {
  const anyName = fc.oneof(
    fc.constantFrom('orderId', 'orderID', 'a/b~c', 'basket', 'data', 'name', 'items', '__proto__', 'constructor'),
    fc.string(),
  );
  const { json: anyJson } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'medium' },
      fc.jsonValue(),
      fc.constantFrom('', 'text', 1),
      fc.array(fc.tuple(anyName, tie('json'))).map((members) => Object.fromEntries(members)),
    ),
  }));

  it('is read, or refused with a Fault that names at least one place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), anyJson), (sent) => {
        try {
          expect(readFields(Order, sent)).toBeInstanceOf(Order);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
          expect(error).toMatchObject({ code: 'validation-failed' });
          expect((error as Fault).facts.errors?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('has each place told once', () => {
    fc.assert(
      fc.property(anyJson, (sent) => {
        try {
          readFields(Order, sent);
        } catch (error) {
          const pointers = (error as Fault).facts.errors?.map(({ pointer }) => pointer) ?? [];
          expect(new Set(pointers).size).toBe(pointers.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the pipes', () => {
  const about = { type: 'body', metatype: Object, data: undefined } as const;

  it('read a body', () => {
    const OrderPipe = fieldsOf(Order);
    const pipe = new OrderPipe({ dataBytes: 10, dataLevels: 1 });

    expect(pipe.transform(anOrder(), about)).toBeInstanceOf(Order);
    expect(() => pipe.transform({}, about)).toThrow(Fault);
    expect(() => pipe.transform({ ...anOrder(), data: { a: {} } }, about)).toThrow('at most 10 bytes and 1 levels');
  });

  it('read a query whose numbers are not marked as such as texts', () => {
    expect(() => queryOf(Basket).transform({ name: 'fruit', items: '2' }, about)).toThrow('/items');
    expect(queryOf(Basket).transform({ name: 'fruit' }, about)).toEqual({ name: 'fruit' });
  });
});
