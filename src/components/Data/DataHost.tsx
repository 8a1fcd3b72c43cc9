/** Holds the dialog about data, which is loaded when it is first opened, and hears of files dropped anywhere on a chapter. */
import { useEffect } from 'react';
import { part } from '../Offline/part';
import { dataDialog } from './dialogStore';
import { droppedFiles } from './dropped';
import { useDataDialog } from './useData';

const DataDialog = part(async () => (await import('./DataDialog')).DataDialog, dataDialog.close);

/** @param chapter the address of the chapter on the page, if it is one */
export function DataHost({ chapter }: { chapter?: string }) {
  const { isOpen, isDragged } = useDataDialog();
  useEffect(() => (chapter ? watchDrops() : undefined), [chapter]);
  if (!chapter || !(isOpen || isDragged)) return null;
  return <DataDialog chapter={chapter} />;
}

/** A drop anywhere on the page opens the dialog with the files. Returns the end of it. */
function watchDrops(): () => void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files');
  const onDrag = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    dataDialog.drag(true);
  };
  // A drag leaves the window for nowhere.
  const onLeave = (event: DragEvent) => event.relatedTarget === null && dataDialog.drag(false);
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    void droppedFiles(event.dataTransfer!).then((files) => dataDialog.open(files));
  };
  const listeners = { dragenter: onDrag, dragover: onDrag, dragleave: onLeave, drop: onDrop };
  const each = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
  for (const [type, listener] of each) window.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of each) window.removeEventListener(type, listener);
  };
}
