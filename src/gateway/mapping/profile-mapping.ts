import { readFileSync } from 'node:fs';
import { type Configuration, ConfigurationError } from '../../config/index.js';
import { MappingError, parseMapping, type Rules } from './mapping-file.js';
import { ParameterMapping } from './parameter-mapping.js';
import { type ParameterName, PARAMETERS } from './parameters.js';
import { shapeOf } from './shape.js';

export type MappingSettings = Pick<Configuration, 'unknownFields' | 'dataBytes' | 'dataLevels'>;

const NO_RULES: Rules = { ixnProfile: [], cancelData: [] };

/** How what strategies send becomes our fields: nothing for a parameter that is read as it is. */
export class ProfileMapping {
  readonly ixnProfile: ParameterMapping | undefined;
  readonly cancelData: ParameterMapping | undefined;

  constructor(rules: Rules, { unknownFields }: Pick<MappingSettings, 'unknownFields'>) {
    const mappingOf = (name: ParameterName): ParameterMapping | undefined =>
      rules[name].length === 0 && unknownFields === 'refuse'
        ? undefined
        : new ParameterMapping(shapeOf(PARAMETERS[name].fields), rules[name], unknownFields);
    this.ixnProfile = mappingOf('ixnProfile');
    this.cancelData = mappingOf('cancelData');
  }

  /**
   * The one that is configured, where this node is called by strategies.
   *
   * @throws ConfigurationError when its file will not do
   */
  static of(configuration: MappingSettings & Pick<Configuration, 'profileMappingFile' | 'roles'>): ProfileMapping {
    const { profileMappingFile: file, roles } = configuration;
    if (file === null || !roles.includes('backend')) return new ProfileMapping(NO_RULES, configuration);
    try {
      return ProfileMapping.in(file, configuration);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      throw new ConfigurationError(
        `PROFILE_MAPPING_FILE=${JSON.stringify(file)} will not do: ${error.message}. It must be a file such as ${EXAMPLE}; docs/mapping.md says more`,
      );
    }
  }

  /** @throws MappingError when the file cannot be read, or will not do */
  static in(file: string, settings: MappingSettings): ProfileMapping {
    return new ProfileMapping(parseMapping(textOf(file), settings), settings);
  }
}

const EXAMPLE = '{"ixnProfile": {"visitId": "/pageData/visitID"}}';

function textOf(file: string): string {
  try {
    return UTF8.decode(readFileSync(file));
  } catch (error) {
    throw new MappingError(`it cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
