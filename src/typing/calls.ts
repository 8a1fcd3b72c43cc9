/** What a call takes, told while its arguments are being written. */
import type ts from 'typescript';
import type { CellFile, CellPlace } from './cellFile';
import type { CallHint } from './protocol';
import { FILE } from './service';

export interface CallQuery {
  ts: typeof ts;
  service: ts.LanguageService;
  file: CellFile;
  place: CellPlace;
}

export function callAt({ ts: compiler, service, file, place }: CallQuery): CallHint | undefined {
  const found = service.getSignatureHelpItems(FILE, file.offsetOf(place), undefined);
  const start = found && file.placeOf(found.applicableSpan.start);
  if (start?.cell !== place.cell) return undefined;
  const call = found!.items[found!.selectedItemIndex];
  const plain = (parts: ts.SymbolDisplayPart[] = []) => compiler.displayPartsToString(parts);
  const parameters = call.parameters.map(({ displayParts }) => plain(displayParts));
  // Of `...values` each further argument is one more.
  const at = call.isVariadic ? Math.min(found!.argumentIndex, parameters.length - 1) : found!.argumentIndex;
  const separator = plain(call.separatorDisplayParts);
  return {
    from: start.offset,
    before:
      plain(call.prefixDisplayParts) +
      parameters
        .slice(0, at)
        .map((each) => each + separator)
        .join(''),
    active: parameters[at] ?? '',
    after:
      parameters
        .slice(at + 1)
        .map((each) => separator + each)
        .join('') + plain(call.suffixDisplayParts),
    text: plain(call.parameters[at]?.documentation),
    ways: found!.items.length,
  };
}
