// Several lines that arrive in one piece without the clipboard (dictation, text expanders, test tools). The editor would
// take them for typing and indent every line anew; they are inserted as they are.
import type { monaco } from './monaco.ts';

export function insertWhole(editor: monaco.editor.IStandaloneCodeEditor): void {
  const listen = (event: InputEvent) => {
    if (event.inputType !== 'insertText' || !event.data?.includes('\n')) return;
    event.preventDefault();
    event.stopPropagation();
    editor.pushUndoStop();
    editor.executeEdits(
      'insert',
      (editor.getSelections() ?? []).map((range) => ({ range, text: event.data, forceMoveMarkers: true })),
    );
    editor.pushUndoStop();
  };
  const element = editor.getDomNode();
  element?.addEventListener('beforeinput', listen, { capture: true });
  editor.onDidDispose(() => element?.removeEventListener('beforeinput', listen, { capture: true }));
}
