import { type DragEvent, useEffect, useRef, useState } from "react";

/**
 * Dropping files on a place, and nowhere else: a file that lands beside it would open in the place
 * of the page, and what was being written would be gone.
 */
export function useDrop(onFiles: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false);
  // Every child that one drags across tells of coming and going too.
  const depth = useRef(0);

  useEffect(() => {
    const stay = (event: globalThis.DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);

  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    isOver,
    place: {
      onDragEnter: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        depth.current += 1;
        setOver(true);
      },
      onDragLeave: () => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        end();
        const files = [...event.dataTransfer.files];
        if (files.length === 0) return;
        event.preventDefault();
        onFiles(files);
      },
    },
  };
}
