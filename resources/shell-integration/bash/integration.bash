# Fleetlab's marks for bash: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# The learner's own settings are read first and stay as they are.

__fleetlab_secret=$FLEETLAB_SHELL_SECRET
__fleetlab_launcher=$FLEETLAB_LAUNCHER
__fleetlab_login=${FLEETLAB_LOGIN_SHELL-}
# A program that runs in this shell must not know the secret.
unset FLEETLAB_SHELL_SECRET FLEETLAB_LAUNCHER FLEETLAB_LOGIN_SHELL

# The prompts hold their marks by these names alone: a PS1 that is exported (by the learner's settings, by Python's `activate`) goes to every
# program, and another shell that uses it knows no such names.
__fleetlab_prompt_begin=$'\033]133;A;fleetlab='$__fleetlab_secret$'\007'
__fleetlab_prompt_end=$'\033]133;B;fleetlab='$__fleetlab_secret$'\007'
__fleetlab_command_begin=$'\033]133;C;fleetlab='$__fleetlab_secret$'\007'
__fleetlab_line_goes_on=$'\033]133;P;k=s;fleetlab='$__fleetlab_secret$'\007'

if [ "$__fleetlab_login" = 1 ]; then
  if [ -r /etc/profile ]; then . /etc/profile; fi
  if [ -r ~/.bash_profile ]; then . ~/.bash_profile
  elif [ -r ~/.bash_login ]; then . ~/.bash_login
  elif [ -r ~/.profile ]; then . ~/.profile
  fi
elif [ -r ~/.bashrc ]; then
  . ~/.bashrc
fi

# Git Bash on Windows writes paths in its own way on the PATH.
if [ -n "${MSYSTEM-}" ] && type -P cygpath > /dev/null; then __fleetlab_launcher=$(cygpath -u "$__fleetlab_launcher"); fi

# Settings may have put other folders before it.
PATH="$__fleetlab_launcher:$PATH"

__fleetlab_mark() {
  builtin printf '\033]133;%s;fleetlab=%s\007' "$1" "$__fleetlab_secret"
}

__fleetlab_folder() {
  local value=$PWD
  if [ -n "${MSYSTEM-}" ]; then value=$(builtin pwd -W); fi
  value=${value//\\/\\\\}
  value=${value//;/\\x3b}
  value=${value//$'\n'/\\x0a}
  value=${value//$'\033'/\\x1b}
  value=${value//$'\007'/\\x07}
  builtin printf '\033]633;P;Cwd=%s;fleetlab=%s\007' "$value" "$__fleetlab_secret"
}

__fleetlab_ran=0
__fleetlab_is_prompting=0
__fleetlab_has_marked=0
__fleetlab_has_ps0=0

# First of the prompt commands: the others still see the last command's status.
# What the functions say on the other channel is nothing but the trace of a learner's `set -x`.
__fleetlab_before_prompt() {
  local status=$?
  __fleetlab_is_prompting=0
  if [ "$__fleetlab_ran" = 1 ]; then
    __fleetlab_mark "D;$status"
    __fleetlab_ran=0
  fi
  __fleetlab_folder
  __fleetlab_has_marked=1
  return "$status"
} 2> /dev/null

# Last of them: one of the others may have made the prompt anew.
__fleetlab_after_prompt() {
  local status=$?
  # The learner has set the variable anew, which of a list replaces the first one only.
  if [ "$__fleetlab_has_marked" = 0 ]; then
    PROMPT_COMMAND=(__fleetlab_before_prompt "${PROMPT_COMMAND[@]}")
    __fleetlab_with_status "$status"
    __fleetlab_before_prompt
  fi
  __fleetlab_has_marked=0
  case ${PS1-} in
    *'${__fleetlab_prompt_end-}'*) ;;
    *) PS1='\[${__fleetlab_prompt_begin-}\]'${PS1-}'\[${__fleetlab_prompt_end-}\]' ;;
  esac
  # The index is an assignment: it notes that a command ran, in this shell and without starting another.
  case ${PS0-} in
    *'${__fleetlab_command_begin-}'*) ;;
    *) if [ "$__fleetlab_has_ps0" = 1 ]; then PS0='${__fleetlab_command_begin-}${PS1:$((__fleetlab_ran=1,0)):0}'${PS0-}; fi ;;
  esac
  # The prompt of a line that goes on.
  case ${PS2-} in
    *'${__fleetlab_line_goes_on-}'*) ;;
    *) PS2='\[${__fleetlab_line_goes_on-}\]'${PS2-} ;;
  esac
  __fleetlab_is_prompting=1
} 2> /dev/null

__fleetlab_with_status() {
  return "$1"
}

if [ "${BASH_VERSINFO[0]}" -gt 4 ] || { [ "${BASH_VERSINFO[0]}" -eq 4 ] && [ "${BASH_VERSINFO[1]}" -ge 4 ]; }; then
  __fleetlab_has_ps0=1
else
  # macOS brings bash 3.2, which has no PS0.
  __fleetlab_before_command() {
    if [ "$__fleetlab_is_prompting" = 1 ] && [ "$BASH_COMMAND" != __fleetlab_before_prompt ]; then
      __fleetlab_is_prompting=0
      __fleetlab_ran=1
      __fleetlab_mark C
    fi
  }
  if [ -z "$(trap -p DEBUG)" ]; then trap __fleetlab_before_command DEBUG; fi
fi

if [ "${BASH_VERSINFO[0]}" -gt 5 ] || { [ "${BASH_VERSINFO[0]}" -eq 5 ] && [ "${BASH_VERSINFO[1]}" -ge 1 ]; }; then
  PROMPT_COMMAND=(__fleetlab_before_prompt "${PROMPT_COMMAND[@]}" __fleetlab_after_prompt)
else
  # Before 5.1 it is one text, of a list as well.
  __fleetlab_own_prompt_command=${PROMPT_COMMAND-}
  PROMPT_COMMAND='__fleetlab_before_prompt'$'\n'"$__fleetlab_own_prompt_command"$'\n''__fleetlab_after_prompt'
fi
