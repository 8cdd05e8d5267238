import { describe, expect, it } from 'vitest';
import { messageOf, newsIn } from './messages.js';

describe('a message between nodes', () => {
  it('is heard by others and not by who said it', () => {
    const message = messageOf('node-1', []);

    expect(newsIn(message, 'node-1')).toEqual([]);
    expect(newsIn(message.replace('[]', '["news"]'), 'node-1')).toEqual([]);
    expect(newsIn(message.replace('[]', '["news"]'), 'node-2')).toEqual(['news']);
  });

  it.each(['null', '7', '[]', '{}', '{"form":2,"from":"node-1","news":["news"]}'])(
    'in another form is nothing to anybody: %s',
    (message) => {
      expect(newsIn(message, 'node-2')).toEqual([]);
    },
  );

  it('that is none is a failure', () => {
    expect(() => newsIn('{"form":1', 'node-2')).toThrow(SyntaxError);
  });
});
