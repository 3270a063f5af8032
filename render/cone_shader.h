#pragma once

/// GLSL of the rounded-cone impostors, as replacements of parts of VTK's shader of polygonal data.
///
/// A rounded cone is what a sphere sweeps whose radius runs linearly from `ra` at `a` to `rb` at `b`. With w
/// the unit axis, L its length and s = (ra - rb) / L the sine of the half-opening, a point p (from a) with
/// y = p.w lies on the side where  c²(|p|² - y²) = (ra - s y)²,  c² = 1 - s². On a ray o + t d this is
/// A t² + 2 B t + C = 0 with
///     A = c² - (d.w)²,  B = c² (o.d) - (o.w)(d.w) + s ra (d.w),  C = c²|o|² - (o.w)² + 2 s ra (o.w) - ra²
/// (c² + s² = 1 used). The sphere that touches there sits at q = (y - s ra) / c²; 0 < q < L or the hit counts
/// for a cap. Rays start near the cone, not at the eye: single precision would not resolve a dendrite of
/// 0.2 µm from a millimetre away.
namespace phiscope::cone_shader {

inline constexpr const char* vertexDeclarations = R"(//VTK::PositionVC::Dec
in vec4 segA;
in vec4 segB;
uniform mat4 rcProjection;
uniform vec4 rcPixel;    // µm a pixel: constant part, part a µm of depth; least radius px; grow px
uniform int rcParallel;
flat out vec4 rcA;       // view coordinates, radius as drawn
flat out vec4 rcB;
flat out vec4 rcTrue;    // true radius / drawn radius at both ends; µm a pixel at both ends
)";

inline constexpr const char* vertexPosition = R"(
  vec3 rcPa = (MCVCMatrix * vec4(segA.xyz, 1.0)).xyz;
  vec3 rcPb = (MCVCMatrix * vec4(segB.xyz, 1.0)).xyz;
  float rcPxA = rcPixel.x + rcPixel.y * max(-rcPa.z, 0.0);
  float rcPxB = rcPixel.x + rcPixel.y * max(-rcPb.z, 0.0);
  float rcRa = max(segA.w, rcPixel.z * rcPxA) + rcPixel.w * rcPxA;
  float rcRb = max(segB.w, rcPixel.z * rcPxB) + rcPixel.w * rcPxB;
  rcTrue = vec4(min(segA.w / rcRa, 1.0), min(segB.w / rcRb, 1.0), rcPxA, rcPxB);
  // Half a pixel more, over which the edge fades out.
  rcRa += 0.5 * rcPxA;
  rcRb += 0.5 * rcPxB;
  rcA = vec4(rcPa, rcRa);
  rcB = vec4(rcPb, rcRb);
  vec3 rcMiddle = 0.5 * (rcPa + rcPb);
  vec3 rcView = rcParallel != 0 ? vec3(0.0, 0.0, -1.0) : normalize(rcMiddle);
  vec3 rcAxis = rcPb - rcPa;
  vec3 rcU = rcAxis - dot(rcAxis, rcView) * rcView;
  float rcFlat = length(rcU);
  float rcR = max(rcRa, rcRb);
  // Seen end on the direction is free; it must not come from rounding.
  rcU = rcFlat > 1e-3 * rcR ? rcU / rcFlat
      : normalize(cross(rcView, abs(rcView.x) < 0.7 ? vec3(1.0, 0.0, 0.0) : vec3(0.0, 1.0, 0.0)));
  vec3 rcSide = cross(rcU, rcView);
  float rcReach = rcR;
  if (rcParallel == 0) {
    // In perspective a sphere's outline is wider than its radius, and the near end looks larger.
    float rcD = max(min(-rcPa.z, -rcPb.z), 1.2 * rcR);
    float rcSlant = abs(dot(rcAxis, rcView)) / rcD;
    rcReach = rcR * (1.0 / sqrt(1.0 - (rcR * rcR) / (rcD * rcD)) + min(rcSlant, 2.0)) + 0.01 * rcR;
  } else {
    rcReach *= 1.01;
  }
  int rcCorner = gl_VertexID & 3;
  vec3 rcEnd = (rcCorner & 1) == 0 ? rcPa - rcU * rcReach : rcPb + rcU * rcReach;
  vertexVCVSOutput = vec4(rcEnd + ((rcCorner & 2) == 0 ? -rcSide : rcSide) * rcReach, 1.0);
  gl_Position = rcProjection * vertexVCVSOutput;
)";

inline constexpr const char* fragmentDeclarations = R"(//VTK::PositionVC::Dec
uniform mat4 rcProjection;
uniform int rcParallel;
uniform int rcOutline;
uniform float rcPush;     // away from the eye, in radii
uniform vec4 rcCue;       // near, far (µm of distance), strength, view height (px)
uniform vec3 rcTop;
uniform vec3 rcBottom;
flat in vec4 rcA;
flat in vec4 rcB;
flat in vec4 rcTrue;
float rcThin;
float rcCover;
)";

inline constexpr const char* fragmentPosition = R"(
  vec3 rcO = vertexVCVSOutput.xyz;
  vec3 rcD = rcParallel != 0 ? vec3(0.0, 0.0, -1.0) : normalize(rcO);
  rcO -= rcA.xyz;
  vec3 rcAxis = rcB.xyz - rcA.xyz;
  float rcL = length(rcAxis);
  float rcBest = 1e30;
  vec3 rcNormal = vec3(0.0, 0.0, 1.0);
  float rcS = rcL > 0.0 ? (rcA.w - rcB.w) / rcL : 2.0;
  float rcAlong = rcA.w >= rcB.w ? 0.0 : 1.0;
  if (abs(rcS) < 0.9999) {
    vec3 rcW = rcAxis / rcL;
    float rcC2 = 1.0 - rcS * rcS;
    float rcOw = dot(rcO, rcW);
    float rcDw = dot(rcD, rcW);
    float rcQa = rcC2 - rcDw * rcDw;
    float rcQb = rcC2 * dot(rcO, rcD) - rcOw * rcDw + rcS * rcA.w * rcDw;
    float rcQc = rcC2 * dot(rcO, rcO) - rcOw * rcOw + 2.0 * rcS * rcA.w * rcOw - rcA.w * rcA.w;
    float rcH = rcQb * rcQb - rcQa * rcQc;
    if (rcH >= 0.0) {
      float rcRoot = sqrt(rcH);
      // The form without cancellation; both are the root where the ray comes in.
      float rcT = rcQb > 0.0 ? (-rcQb - rcRoot) / rcQa : rcQc / (rcRoot - rcQb);
      float rcQ = (rcOw + rcT * rcDw - rcS * rcA.w) / rcC2;
      if (rcQ > 0.0 && rcQ < rcL) {
        rcBest = rcT;
        rcAlong = rcQ / rcL;
        rcNormal = rcO + rcT * rcD - rcQ * rcW;
      }
    }
  }
  // Neighbouring pieces share a sphere at their joint: the end of one yields to the start of the next, and
  // both to a side, so that the joint does not flicker between two colours.
  float rcYield = 0.004 * max(rcA.w, rcB.w);
  float rcOd = dot(rcO, rcD);
  float rcHa = rcOd * rcOd - dot(rcO, rcO) + rcA.w * rcA.w;
  if (rcHa >= 0.0 && (rcL > 0.0 ? rcS > -0.9999 : true)) {
    float rcT = -rcOd - sqrt(rcHa) + rcYield;
    if (rcT < rcBest) {
      rcBest = rcT;
      rcAlong = 0.0;
      rcNormal = rcO + (rcT - rcYield) * rcD;
    }
  }
  if (rcS < 0.9999) {
    vec3 rcOb = rcO - rcAxis;
    float rcOdb = dot(rcOb, rcD);
    float rcHb = rcOdb * rcOdb - dot(rcOb, rcOb) + rcB.w * rcB.w;
    if (rcHb >= 0.0) {
      float rcT = -rcOdb - sqrt(rcHb) + 2.0 * rcYield;
      if (rcT < rcBest) {
        rcBest = rcT;
        rcAlong = 1.0;
        rcNormal = rcOb + (rcT - 2.0 * rcYield) * rcD;
      }
    }
  }
  if (rcBest > 1e29) { discard; }
  rcNormal = normalize(rcNormal);
  // How deep the pixel lies inside the outline: seen along the ray the cone is two discs and their common
  // tangents, flat in the plane across it. x runs along the axis, y away from it.
  vec3 rcFlatO = rcO - dot(rcO, rcD) * rcD;
  vec3 rcFlatW = rcAxis - dot(rcAxis, rcD) * rcD;
  float rcFlatL = length(rcFlatW);
  float rcX = rcFlatL > 0.0 ? dot(rcFlatO, rcFlatW) / rcFlatL : 0.0;
  float rcY = sqrt(max(dot(rcFlatO, rcFlatO) - rcX * rcX, 0.0));
  float rcSf = rcFlatL > 0.0 ? (rcA.w - rcB.w) / rcFlatL : 2.0;
  float rcInside = max(rcA.w - length(vec2(rcX, rcY)), rcB.w - length(vec2(rcX - rcFlatL, rcY)));
  if (abs(rcSf) < 1.0) {
    float rcCf = sqrt(1.0 - rcSf * rcSf);
    float rcTouch = rcX - rcY * rcSf / rcCf;
    if (rcTouch > 0.0 && rcTouch < rcFlatL) { rcInside = rcA.w - rcX * rcSf - rcY * rcCf; }
  }
  rcCover = clamp(rcInside / mix(rcTrue.z, rcTrue.w, rcAlong), 0.0, 1.0);
  // A pixel that is only partly covered gives way to the neighbouring piece of the same dendrite.
  rcBest += 2.0 * (1.0 - rcCover) * max(rcA.w, rcB.w);
  rcThin = mix(rcTrue.x, rcTrue.y, rcAlong);
  rcBest += rcPush * max(rcA.w, rcB.w);
  vec4 vertexVC = vec4(rcA.xyz + rcO + rcBest * rcD, 1.0);
  vec4 rcClip = rcProjection * vertexVC;
  float rcDepth = 0.5 + 0.5 * rcClip.z / rcClip.w;
  if (rcDepth < 0.0 || rcDepth > 1.0) { discard; }
  gl_FragDepth = rcDepth;
)";

inline constexpr const char* fragmentNormal = R"(
  vec3 normalVCVSOutput = rcNormal;
)";

/// Soft studio light that turns with the eye: a key from the upper left, sky and floor, and a darker rim that
/// sets one dendrite off from the next; then a touch of air between the eye and what is far.
inline constexpr const char* fragmentLight = R"(
  vec3 rcBase = diffuseColor;
  vec3 rcShaded = rcBase;
  if (rcOutline == 0) {
    float rcKey = clamp(dot(rcNormal, normalize(vec3(-0.42, 0.55, 0.72))) * 0.62 + 0.38, 0.0, 1.0);
    float rcSky = 0.5 + 0.5 * rcNormal.y;
    float rcFacing = clamp(dot(rcNormal, -rcD), 0.0, 1.0);
    float rcLight = 0.40 + 0.52 * rcKey + 0.14 * rcSky;
    float rcRim = mix(0.66, 1.0, smoothstep(0.0, 0.62, rcFacing));
    vec3 rcHalf = normalize(normalize(vec3(-0.42, 0.55, 0.72)) - rcD);
    float rcGloss = pow(clamp(dot(rcNormal, rcHalf), 0.0, 1.0), 28.0) * 0.16;
    // What is thinner than it is drawn has no shape to light.
    float rcBody = smoothstep(0.25, 0.9, rcThin);
    rcShaded = rcBase * mix(0.96, rcLight * rcRim, rcBody) + vec3(rcGloss * rcBody);
  }
  float rcFar = clamp((-vertexVC.z - rcCue.x) / max(rcCue.y - rcCue.x, 1e-6), 0.0, 1.0) * rcCue.z;
  vec3 rcGround = mix(rcBottom, rcTop, gl_FragCoord.y / rcCue.w);
  if (rcOutline == 0) { rcFar = 1.0 - (1.0 - rcFar) * (1.0 - 0.22 * (1.0 - rcThin)); }
  gl_FragData[0] = vec4(mix(clamp(rcShaded, 0.0, 1.0), rcGround, rcFar), opacity * rcCover);
)";

} // namespace phiscope::cone_shader
