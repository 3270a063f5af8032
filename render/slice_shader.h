#pragma once

/// The fragment shader of a field slice, put into VTK's in place of its texture look-up.
///
/// `slField` holds, interpolated between cells, how far the value lies on the colour table (−1 to 1) and
/// among the contour lines, which are at whole numbers. Widths in pixels come from screen derivatives, so
/// edges and lines are soft and equally wide from wherever the plane is seen.
namespace phiscope::slice_shader {

inline constexpr const char* fragmentColour = R"(
  vec2 slPlace = tcoordVCVSOutput;
  vec2 slStep = max(vec2(length(vec2(dFdx(slPlace.x), dFdy(slPlace.x))),
                         length(vec2(dFdx(slPlace.y), dFdy(slPlace.y)))), vec2(1e-7));
  vec2 slBeyond = (abs(slPlace - 0.5) - 0.5) / slStep;
  float slEdge = max(slBeyond.x, slBeyond.y); // pixels outside the plane
  vec2 slValue = texture(slField, slPlace).rg;
  vec3 slColour = texture(slColours, vec2(0.5 + 0.498 * slValue.r, 0.5)).rgb;
  float slRate = max(length(vec2(dFdx(slValue.g), dFdy(slValue.g))), 1e-7); // lines a pixel
  float slLine = floor(abs(slValue.g) + 0.5);
  float slAway = abs(abs(slValue.g) - slLine) / slRate;
  float slOn = slLine >= 1.0 && slLine < slMostLines ? 1.0 : 0.0;
  slOn *= 1.0 - smoothstep(0.5 * slLinePx - 0.3, 0.5 * slLinePx + 0.8, slAway);
  slOn *= 1.0 - smoothstep(0.12, 0.3, slRate); // where lines would run together there are none
  slColour = mix(slColour, slInk, 0.42 * slOn);
  slColour = slHasField > 0.5 ? slColour : slBorder;
  float slRim = 1.0 - smoothstep(0.5 * slBorderPx - 0.2, 0.5 * slBorderPx + 0.8, abs(slEdge));
  float slInside = 1.0 - smoothstep(-0.5, 0.5, slEdge);
  float slAlpha = max(slInside * slOpacity, slRim);
  if (slAlpha < 0.004) discard;
  gl_FragData[0] = vec4(mix(slColour, slBorder, slRim), slAlpha);
)";

} // namespace phiscope::slice_shader
