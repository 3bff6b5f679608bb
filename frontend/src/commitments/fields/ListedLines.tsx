import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftField } from "../../drafting/useDraftField";
import { Button, IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { linesOf, withLine } from "./listed";

interface ListedLinesProps<Line> {
  field: DraftField;
  /** Those of the draft, and the one that was begun. */
  lines: readonly Line[];
  isBegun: boolean;
  begin: (line: Line | undefined) => void;
  blank: Line;
  /** What the button says that begins another. */
  add: string;
  className?: string;
  children: (line: Line, at: number) => ReactNode;
}

/** A list of lines in one field of a draft, each with the way to take it out. */
export function ListedLines<Line>(props: ListedLinesProps<Line>) {
  const { field, lines, isBegun, begin, blank, add, className, children } = props;
  const { t } = useTranslation();
  function takeOut(at: number) {
    const kept = linesOf(field.value);
    if (at === kept.length) begin(undefined);
    else field.set(withLine(kept, at, undefined));
  }
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: A line of the list is known by its place.
        <div key={at} className={classes("samenspraak-terms__line", className)}>
          {children(line, at)}
          {field.mayWrite && (
            <IconButton
              label={t("composing.take-out")}
              icon={<IconTrash size={20} aria-hidden="true" />}
              onClick={() => takeOut(at)}
            />
          )}
        </div>
      ))}
      {field.mayWrite && !isBegun && (
        <div>
          <Button
            variant="subtle"
            icon={<IconPlus size={20} aria-hidden="true" />}
            onClick={() => begin(blank)}
          >
            {add}
          </Button>
        </div>
      )}
    </div>
  );
}
