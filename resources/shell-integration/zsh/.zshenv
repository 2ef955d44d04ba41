# Fleetlab stands in for the folder of zsh's settings only to add its marks. Each of these files reads the learner's own of the same name.
__fleetlab_folder_of_settings=$ZDOTDIR
__fleetlab_secret=$FLEETLAB_SHELL_SECRET
__fleetlab_launcher=$FLEETLAB_LAUNCHER
# A program that runs in this shell, or that the learner's settings start, must not know the secret.
unset FLEETLAB_SHELL_SECRET FLEETLAB_LAUNCHER
if [[ -n ${FLEETLAB_USER_ZDOTDIR-} ]]; then
  export ZDOTDIR=$FLEETLAB_USER_ZDOTDIR
else
  unset ZDOTDIR
fi
[[ -r ${ZDOTDIR:-$HOME}/.zshenv ]] && . "${ZDOTDIR:-$HOME}/.zshenv"
# The learner's file may have moved it.
__fleetlab_user_zdotdir=${ZDOTDIR-}
unset FLEETLAB_USER_ZDOTDIR
if [[ -o interactive ]]; then
  ZDOTDIR=$__fleetlab_folder_of_settings
fi
