import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../config/index.js';
import { HttpPacing } from './http.pacing.js';

describe('the address of whoever knows of agents', () => {
  it('is refused at the start where it would never be called', () => {
    const check = (): void => HttpPacing.check({ pacingUrl: 'http://10.1.2.3/may-invite', outgoingNetworks: [] });

    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(
      'PACING_URL="http://10.1.2.3/may-invite" will not do: it is on a network that may not be called',
    );
  });

  it('may be left out, or be on a network that is named', () => {
    HttpPacing.check({ pacingUrl: null, outgoingNetworks: [] });
    HttpPacing.check({ pacingUrl: 'http://10.1.2.3/may-invite', outgoingNetworks: ['10.0.0.0/8'] });
  });
});
