# Fleetlab's marks for bash: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# The learner's own settings are read first and stay as they are.

__fleetlab_secret=$FLEETLAB_SHELL_SECRET
__fleetlab_launcher=$FLEETLAB_LAUNCHER
__fleetlab_login=${FLEETLAB_LOGIN_SHELL-}
# A program that runs in this shell must not know the secret.
unset FLEETLAB_SHELL_SECRET FLEETLAB_LAUNCHER FLEETLAB_LOGIN_SHELL

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

# First of the prompt commands: the others still see the last command's status.
__fleetlab_before_prompt() {
  local status=$?
  __fleetlab_is_prompting=0
  if [ "$__fleetlab_ran" = 1 ]; then
    __fleetlab_mark "D;$status"
    __fleetlab_ran=0
  fi
  __fleetlab_folder
  return "$status"
}

# Last of them: one of the others may have made the prompt anew.
__fleetlab_after_prompt() {
  case $PS1 in
    *"133;B;fleetlab=$__fleetlab_secret"*) ;;
    *) PS1="\[\033]133;A;fleetlab=$__fleetlab_secret\007\]$PS1\[\033]133;B;fleetlab=$__fleetlab_secret\007\]" ;;
  esac
  __fleetlab_is_prompting=1
}

if [ "${BASH_VERSINFO[0]}" -gt 4 ] || { [ "${BASH_VERSINFO[0]}" -eq 4 ] && [ "${BASH_VERSINFO[1]}" -ge 4 ]; }; then
  # The index is an assignment: it notes that a command ran, in this shell and without starting another.
  PS0="\033]133;C;fleetlab=$__fleetlab_secret\007\${PS1:\$((__fleetlab_ran=1,0)):0}${PS0-}"
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

if [ "$(builtin declare -p PROMPT_COMMAND 2>/dev/null | cut -c 1-10)" = 'declare -a' ]; then
  PROMPT_COMMAND=(__fleetlab_before_prompt "${PROMPT_COMMAND[@]}" __fleetlab_after_prompt)
else
  __fleetlab_own_prompt_command=${PROMPT_COMMAND-}
  PROMPT_COMMAND='__fleetlab_before_prompt'$'\n'"$__fleetlab_own_prompt_command"$'\n''__fleetlab_after_prompt'
fi
