"""The screens that the workbench opens: register editor, history, preview, help, dialogs, palette."""
