#include "app/reference/case_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace phiscope::reference {

void CaseReport::note(const std::string& where, double relativeError) {
    ++compared_;
    if (worstAt_.empty() || relativeError > worst_ || std::isnan(relativeError)) {
        worst_ = relativeError;
        worstAt_ = where;
    }
}

void CaseReport::agrees(const std::string& where, double relativeError) {
    note(where, relativeError);
}

void CaseReport::differs(const std::string& where, const std::string& what, double relativeError) {
    note(where, relativeError);
    differences_.push_back(where + ": " + what);
}

void CaseReport::skipPart(const std::string& name) {
    if (std::find(skippedParts_.begin(), skippedParts_.end(), name) == skippedParts_.end()) {
        skippedParts_.push_back(name);
    }
}

void CaseReport::skipAll(const std::string& reason) {
    skipped_ = reason;
}

CaseReport::Verdict CaseReport::verdict() const {
    if (!differences_.empty()) {
        return Verdict::failed;
    }
    return !skipped_.empty() || compared_ == 0 ? Verdict::skipped : Verdict::passed;
}

std::string CaseReport::summary() const {
    if (verdict() == Verdict::skipped && !skipped_.empty()) {
        return skipped_;
    }
    std::string text;
    if (compared_ > 0) {
        char number[32];
        std::snprintf(number, sizeof number, "%.1e", worst_);
        text = std::string("worst relative error ") + number + " in " + worstAt_ + ", " +
               std::to_string(compared_) + " quantities";
    }
    if (!skippedParts_.empty()) {
        text += text.empty() ? "not implemented: " : "; skipped: ";
        for (std::size_t i = 0; i < skippedParts_.size(); ++i) {
            text += (i > 0 ? ", " : "") + skippedParts_[i];
        }
    }
    return text;
}

} // namespace phiscope::reference
