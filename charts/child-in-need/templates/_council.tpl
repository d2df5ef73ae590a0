{{- /* The council's own files, as data of a ConfigMap. `procedure` alone is what can be proved beforehand. */}}

{{- define "child-in-need.procedure" -}}
{{- $data := dict }}
{{- with .Values.localValues }}
{{- $_ := set $data "local.toml" . }}
{{- end }}
{{- range $path, $text := .Values.procedures.files }}
{{- $_ := set $data (include "child-in-need.key" $path) $text }}
{{- end }}
{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "child-in-need.council" -}}
{{- $data := include "child-in-need.procedure" . | fromYaml }}
{{- with .Values.staff.list }}
{{- $_ := set $data "staff.toml" . }}
{{- end }}
{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}
