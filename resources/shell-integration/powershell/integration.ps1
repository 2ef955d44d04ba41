# Fleetlab's marks for PowerShell: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# Read after the learner's own profile, which stays as it is.

$Global:__FleetlabSecret = $env:FLEETLAB_SHELL_SECRET
$Global:__FleetlabPrompt = $function:prompt
$Global:__FleetlabLastHistoryId = 0
$Global:__FleetlabLastError = $null
$env:PATH = $env:FLEETLAB_LAUNCHER + [IO.Path]::PathSeparator + $env:PATH
# A program that runs in this shell must not know the secret.
Remove-Item Env:FLEETLAB_SHELL_SECRET -ErrorAction SilentlyContinue
Remove-Item Env:FLEETLAB_LAUNCHER -ErrorAction SilentlyContinue
# Windows PowerShell 5 gives the name to a command of its own, which knows no practice device. An alias of the learner's stays.
if ((Test-Path Alias:curl) -and (Get-Alias curl).Definition -eq 'Invoke-WebRequest') { Remove-Item Alias:curl -Force }
# Lessons name it as other shells do.
if ($env:PRACTICE_TOKEN) { $Global:PRACTICE_TOKEN = $env:PRACTICE_TOKEN }

function Global:__FleetlabMark([string] $Name) {
  "$([char]27)]133;$Name;fleetlab=$Global:__FleetlabSecret$([char]7)"
}

function Global:prompt() {
  $ok = $Global:?
  # A learner's strict mode refuses variables that nobody has set yet; it holds again behind this function.
  Set-StrictMode -Off
  $native = $Global:LASTEXITCODE
  $failure = $Global:Error[0]
  $isNew = ($null -ne $failure) -and -not [object]::ReferenceEquals($failure, $Global:__FleetlabLastError)
  $Global:__FleetlabLastError = $failure
  $text = ''
  $last = Get-History -Count 1
  # An empty line is no command.
  if ($last -and $last.Id -ne $Global:__FleetlabLastHistoryId) {
    # A program that Ctrl+C ended on Windows (STATUS_CONTROL_C_EXIT, 0xC000013A) counts as in the other shells.
    if ($native -eq -1073741510) { $native = 130 }
    # The code of the last program stays: what failed after it in PowerShell itself has left an error.
    # Before 7.1 a program's words on its error channel become errors where they are led elsewhere (`2>$null`); later versions can make one of its
    # exit code. Either is the program's.
    $isOfProgram = $isNew -and ($failure.FullyQualifiedErrorId -like 'NativeCommandError*' -or $failure.FullyQualifiedErrorId -eq 'ProgramExitedWithNonZeroCode')
    $isProgram = $native -is [int] -and ($isOfProgram -or (-not $isNew -and $native -ne 0))
    $isMissing = $isNew -and $failure.FullyQualifiedErrorId -eq 'CommandNotFoundException'
    $code = if ($ok) { 0 } elseif ($isProgram) { $native } elseif ($isMissing) { 127 } else { 1 }
    $text += __FleetlabMark "D;$code"
    $Global:__FleetlabLastHistoryId = $last.Id
  }
  if ($PWD.Provider.Name -eq 'FileSystem') {
    $folder = $PWD.ProviderPath.Replace('\', '\\').Replace(';', '\x3b')
    $text += "$([char]27)]633;P;Cwd=$folder;fleetlab=$Global:__FleetlabSecret$([char]7)"
  }
  $text += __FleetlabMark 'A'
  # The learner's own prompt still sees how the command ended.
  if (-not $ok) { Write-Error 'failed' -ErrorAction Ignore }
  $text += & $Global:__FleetlabPrompt
  $text += __FleetlabMark 'B'
  $Global:LASTEXITCODE = $native
  $text
}

if (Get-Module -Name PSReadLine) {
  $Global:__FleetlabReadLine = $function:PSConsoleHostReadLine
  function Global:PSConsoleHostReadLine {
    $line = & $Global:__FleetlabReadLine
    if ($line.Trim() -ne '') { [Console]::Write((__FleetlabMark 'C')) }
    $line
  }
}
