@echo off
rem The `balena` command of Fleetlab's terminals: runs the real balena CLI on the Node that Fleetlab brings along.
setlocal
set "node=%~dp0..\..\node_modules\node\bin\node.exe"
if not exist "%node%" (
  echo balena: Fleetlab's Node is missing. Run "npm start" in Fleetlab's folder. 1>&2
  exit /b 127
)
"%node%" "%~dp0launcher.mjs" %*
exit /b %ERRORLEVEL%
