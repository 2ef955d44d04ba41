@echo off
rem The `balena` command of Fleetlab's terminals: runs the real balena CLI on the Node that Fleetlab brings along.
setlocal
set "node=%~dp0..\..\..\node_modules\node\bin\node.exe"
if not exist "%node%" (
  echo balena: Fleetlab's Node is missing. Run "npm start" in Fleetlab's folder. 1>&2
  exit /b 127
)
rem A label that is not there ends the batch file, and the rest of the line goes on without it: cmd asks after Ctrl+C whether to end the
rem batch job, and with none there is nothing to ask. The exit code is the CLI's.
endlocal & goto fleetlab_no_such_label 2>nul || "%node%" "%~dp0..\launcher.mjs" %*
