import { applyDecorators } from '@nestjs/common';
import { FromDigits, Optional, WholeNumber } from './field.decorators.js';

/** How many items a page holds where nobody says. */
export const DEFAULT_PAGE = 50;

const LARGEST_PAGE = 200;

/** How many items a page is to hold. */
export function PageSize(): PropertyDecorator {
  return applyDecorators(Optional(), FromDigits(), WholeNumber(1, LARGEST_PAGE));
}

/**
 * A page of what was found, when one item more was asked for than fits it.
 *
 * @returns the page, and its last item where others follow: where to go on
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
): { readonly page: readonly Item[]; readonly goOnAfter: Item | undefined } {
  const page = found.slice(0, limit);
  return { page, goOnAfter: found.length > limit ? page.at(-1) : undefined };
}
