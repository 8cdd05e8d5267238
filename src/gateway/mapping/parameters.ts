import { CancelDataDto, NoengageDto } from '../dto/noengage.dto.js';
import { EngageDto, IxnProfileDto } from '../dto/engage.dto.js';

/** The parameters that can be mapped: the body that each comes in, and the fields that it has. */
export const PARAMETERS = {
  ixnProfile: { body: EngageDto, fields: IxnProfileDto },
  cancelData: { body: NoengageDto, fields: CancelDataDto },
} as const;

export type ParameterName = keyof typeof PARAMETERS;

export function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name);
}
